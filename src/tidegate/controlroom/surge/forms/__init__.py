"""What the pages of surges ask."""
