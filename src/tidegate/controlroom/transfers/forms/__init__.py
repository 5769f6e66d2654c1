"""What people fill in on the way from request to treated, one module for each page."""
