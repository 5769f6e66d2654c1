"""Matching patients to capacity: the problem, the policy, the solver and its explanations."""
