"""Checking a plan without trusting the engine that made it; shares no code with the engine."""
