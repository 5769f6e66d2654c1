"""How many units to commit to under a contract while demand is unsure, and why not more."""
