"""What makes the demo, one file for each verb."""
