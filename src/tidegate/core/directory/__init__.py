"""Organisations, places, codes and roles."""
