"""Rules of thumb at the scale of a country: people in order, or the best value, one at a time."""
