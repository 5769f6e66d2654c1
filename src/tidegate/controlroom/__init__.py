"""Where people work: the Django project, its rows, services and pages."""
