"""Small PDF files, written by hand: pages of text lines in Helvetica."""

from collections.abc import Sequence

WIDTH, HEIGHT = 595, 842
Line = tuple[int, int, str]
"""Points from the left, points from the bottom, text."""


def pdf(
    *pages: Sequence[Line], turned: int = 0, locked: bool = False, size: tuple[int, int] = (WIDTH, HEIGHT)
) -> bytes:
    """A PDF with these pages; `turned` by so many degrees; `locked` by a password that nobody has."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, lines in enumerate(pages):
        drawn = "\n".join(f"BT /F1 14 Tf {x} {y} Td ({text}) Tj ET" for x, y, text in lines)
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Rotate {turned} "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>",
            f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        ]
    trailer = f"/Size {len(objects) + 1} /Root 1 0 R"
    if locked:
        secret = f"<{'41' * 32}>"
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /O {secret} /U {secret} /P -4 >>")
        trailer = f"/Size {len(objects) + 1} /Root 1 0 R /Encrypt {len(objects)} 0 R /ID [<00> <00>]"
    return _file(objects, trailer)


def _file(objects: Sequence[str], trailer: str) -> bytes:
    made, offsets = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, start=1):
        offsets.append(len(made))
        made += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    start = len(made)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode("latin-1")
    return made + f"trailer\n<< {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode("latin-1")
