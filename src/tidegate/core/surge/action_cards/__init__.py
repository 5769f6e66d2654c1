"""Action cards: what a level of pressure asks of whom, until it is done or declined."""
