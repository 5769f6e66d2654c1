"""Moving patients: how many say yes, when they answer, and so how many to ask."""
