"""What is true: pure rules and algorithms, with no file, network, clock or framework."""
