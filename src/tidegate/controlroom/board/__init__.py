"""The board, and how every page puts figures, tables and charts before a reader."""
