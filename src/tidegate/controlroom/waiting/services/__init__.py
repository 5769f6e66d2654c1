"""What changes snapshots, one verb a file."""
