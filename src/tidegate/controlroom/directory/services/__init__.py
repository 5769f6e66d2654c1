"""What changes organisations and memberships, one verb a file."""
