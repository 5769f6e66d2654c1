"""A waiting list forward in time, many times over, under scenarios of capacity."""
