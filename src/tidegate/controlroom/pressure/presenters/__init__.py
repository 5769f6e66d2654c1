"""What the pages of pressure show, in words."""
