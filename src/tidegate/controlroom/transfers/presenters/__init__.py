"""What the pages of transfers show, from rows that the viewer may see."""
