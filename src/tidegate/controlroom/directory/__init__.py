"""Organisations, who belongs to them, and what each person may do there."""
