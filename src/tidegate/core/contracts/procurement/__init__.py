"""How a contract may be awarded and changed: law, route, standstill, notices."""
