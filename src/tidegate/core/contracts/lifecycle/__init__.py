"""The states of a contract, as a table."""
