"""What is asked for to put a row on a register, to add to one, and to narrow a list."""
