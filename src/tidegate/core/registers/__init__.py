"""Registers: what was promised, paid across, approved, judged, released and spoken up about."""
