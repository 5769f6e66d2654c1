"""What is asked for at each deed on a contract."""
