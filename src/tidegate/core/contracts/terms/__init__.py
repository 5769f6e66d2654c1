"""What a contract says about money and duties, as data that checks itself."""
