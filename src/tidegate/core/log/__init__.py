"""The record: what an entry is, and how entries are chained so that none can be altered unseen."""
