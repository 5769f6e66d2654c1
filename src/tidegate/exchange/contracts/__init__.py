"""Files of contracts, and the tables of law that they are judged by."""
