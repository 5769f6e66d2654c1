"""Registers as files: dated tables that their rules read, and rows in and out."""
