"""Risk summits: called for coded reasons, held, concluded, and countable by trigger."""
