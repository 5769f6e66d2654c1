"""What changes a person, one verb a file."""
