"""A box to give a file in. Streamlit has English words in it that no option changes: style rules put ours there."""

from __future__ import annotations

import json

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from text.words import Lang, say

# What is hidden is hidden from screen readers too, and what stands there instead is read out.
_RULES = """<style>
.st-key-{key} :is([data-testid=stFileUploaderDropzone] button p, [data-testid=stFileUploaderDropzoneInstructions] span)
  {{visibility: hidden; font-size: 0}}
.st-key-{key} :is([data-testid=stFileUploaderDropzone] button p, [data-testid=stFileUploaderDropzoneInstructions] span)::after
  {{visibility: visible; font-size: 0.875rem}}
.st-key-{key} [data-testid=stFileUploaderDropzone] button p::after {{content: {button}}}
.st-key-{key} [data-testid=stFileUploaderDropzoneInstructions] span {{white-space: normal}}
.st-key-{key} [data-testid=stFileUploaderDropzoneInstructions] span::after {{content: {limits}}}
.st-key-{key} [data-testid=stFileUploaderDropzone] > div:has(> span:only-child):not([data-testid]) {{display: none}}
</style>"""  # noqa: E501


def upload(label: str, kind: str, most_mb: int, *, key: str, lang: Lang) -> UploadedFile | None:
    """The file given, of the suffix `kind` and not larger than `most_mb` megabytes; None without one."""
    limits = say("upload.limits", lang, kind=kind, most=most_mb)
    with st.container(key=f"upload-{key}", gap=None):
        st.html(_RULES.format(key=f"upload-{key}", button=_css(say("upload.button", lang)), limits=_css(limits)))
        return st.file_uploader(label, type=kind, key=key, max_upload_size=most_mb)


def _css(text: str) -> str:
    """`text` as a string of a style rule; none of our texts holds a sign that would end it."""
    return json.dumps(text, ensure_ascii=False)
