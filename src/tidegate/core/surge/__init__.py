"""Surges: help that is proposed on evidence, signed off by somebody accountable, and stood down."""
