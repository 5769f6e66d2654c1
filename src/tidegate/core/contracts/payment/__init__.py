"""What is owed for a span of days, exactly, on each basis."""
