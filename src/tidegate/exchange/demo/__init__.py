"""The files of the fictional health system, as a provider or NHS England would send them."""
