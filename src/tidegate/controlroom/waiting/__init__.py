"""Waiting lists as people see them: snapshots and list pages."""
