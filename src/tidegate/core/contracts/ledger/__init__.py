"""What became of each contracted unit, week by week, and what it cost."""
