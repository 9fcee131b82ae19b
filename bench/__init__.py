"""Measures speed and size: `python -m bench`. Never part of the tests: machines differ, figures are for reading."""
