"""What comes and goes about moving patients: outcomes of invitations, and whom to ask next."""
