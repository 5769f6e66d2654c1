"""Waiting lists put into figures, sentences, charts and tables for their pages."""
