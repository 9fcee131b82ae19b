"""Pure rules of the field: periods, units, indicators, comparison, rounding. No I/O, no pandas, no Streamlit."""
