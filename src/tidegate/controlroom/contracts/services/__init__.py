"""What changes in the contracts room: one module for each verb."""
