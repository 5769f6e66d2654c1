"""The registers room: rows that never change once kept, and what is added to them since."""
