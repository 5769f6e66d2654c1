"""The verbs of the record: the only places that write to it."""
