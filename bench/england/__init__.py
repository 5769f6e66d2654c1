"""A made-up country shaped like England: boards, places, people, units, contracts and budgets."""
