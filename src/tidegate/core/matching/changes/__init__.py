"""What-if changes as data: each says itself in words, and makes a changed problem of a problem."""
