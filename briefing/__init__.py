"""Files for a briefing: tables, slides and papers from chart specs. No Streamlit: it runs without the app."""
