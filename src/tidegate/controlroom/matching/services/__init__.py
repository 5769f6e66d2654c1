"""What changes plans, one file for each verb."""
