"""The seeded demonstration health system."""
