"""A fictional health system, made from a seed, on which the whole loop can be shown."""
