"""How the rows of the record came to be as they are."""
