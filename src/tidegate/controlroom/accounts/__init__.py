"""People: who signs in, and how it is known to be them."""
