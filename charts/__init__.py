"""What a chart says, as plain data: no Streamlit, no Plotly."""
