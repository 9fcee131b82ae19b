"""Everything that reads the warehouse."""
