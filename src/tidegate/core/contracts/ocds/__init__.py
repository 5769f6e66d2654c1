"""A contract’s life in the words of the Open Contracting Data Standard 1.1 and its UK extension."""
