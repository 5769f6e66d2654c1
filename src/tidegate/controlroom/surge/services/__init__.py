"""Services of surges, one file for each verb."""
