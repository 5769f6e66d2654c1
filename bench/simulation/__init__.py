"""Lists and clinics forward in time: patients a second, beside general simulators."""
