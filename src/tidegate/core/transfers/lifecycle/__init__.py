"""From request to treated: the states, who may change them, the coded reasons, and the guards."""
