"""The one thing that the interface itself keeps: answers that were given under a key."""
