"""Incidents: declared at a level, raised, lowered and stood down."""
