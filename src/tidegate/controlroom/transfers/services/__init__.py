"""What changes transfers, one file for each verb."""
