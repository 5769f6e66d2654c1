"""The record: append-only entries and the pages that show them."""
