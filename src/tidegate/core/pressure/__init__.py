"""Pressure on a health system: what is known of it, and what the next weeks will bring."""
