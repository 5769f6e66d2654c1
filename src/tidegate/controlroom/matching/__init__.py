"""Plans: made, kept, shown and explained."""
