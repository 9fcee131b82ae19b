"""Everything that writes the warehouse."""
