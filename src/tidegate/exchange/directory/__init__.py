"""Reference files: organisations, hospitals, areas, small areas and deprivation."""
