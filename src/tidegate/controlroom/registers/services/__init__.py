"""What changes in the registers, one file for each verb; each change leaves its entry."""
