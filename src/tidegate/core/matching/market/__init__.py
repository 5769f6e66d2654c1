"""Both sides of a problem as arrays: people in groups, offers in pools, and roads between them."""
