"""Performance notices and all that follows: meeting, plan, withholding, suspension, exit."""
