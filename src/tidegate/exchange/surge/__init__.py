"""Terms of surges, read from their table."""
