"""Departments that close, and where their patients go meanwhile."""
