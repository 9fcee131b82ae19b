"""How it is drawn on the screen: Streamlit and Plotly."""
