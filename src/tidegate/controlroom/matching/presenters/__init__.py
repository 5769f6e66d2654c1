"""A plan put into figures, sentences, charts and tables for its pages."""
