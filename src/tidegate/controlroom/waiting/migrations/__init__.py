"""How the rows of the waiting room came to be as they are."""
