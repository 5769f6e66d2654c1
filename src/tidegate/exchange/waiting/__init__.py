"""Waiting-list files: what NHS England publishes each month, and patient-level lists."""
