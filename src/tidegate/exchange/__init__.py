"""What comes and goes: files and standards on one side, core types on the other."""
