"""Matching on files: inputs, policies, published figures, plan folders and reports."""
