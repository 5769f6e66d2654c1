"""What is sent to the interface and what it answers, each shape described for the document."""
