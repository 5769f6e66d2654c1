"""The interface for providers' systems: the same rows, services and permissions as the pages."""
