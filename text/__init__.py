"""Words and numbers in Vietnamese and English. Pure: no Streamlit, no DuckDB, no files but its own catalogue."""
