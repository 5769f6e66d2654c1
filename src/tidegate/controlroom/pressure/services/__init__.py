"""What changes in the pressure room: one module for each verb."""
