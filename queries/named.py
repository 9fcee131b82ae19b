"""What a row of the registry says in two languages."""


class Named:
    """Mixed into a row that has `name_vi` and `name_en`."""

    __slots__ = ()
    name_vi: str
    name_en: str

    def name(self, lang: str) -> str:
        return self.name_vi if lang == "vi" else self.name_en


class Sourced:
    """Mixed into a row that has `source_vi` and `source_en`: where a definition, target or due day comes from."""

    __slots__ = ()
    source_vi: str
    source_en: str

    def source_text(self, lang: str) -> str:
        return self.source_vi if lang == "vi" else self.source_en
