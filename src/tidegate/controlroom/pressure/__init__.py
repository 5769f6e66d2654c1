"""Pressure in the control room: returns of providers, scores, charts, and what is missing."""
