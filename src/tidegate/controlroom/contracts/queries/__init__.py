"""What a viewer may see of contracts, one module for each part of them."""
