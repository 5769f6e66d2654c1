"""The inter-provider transfer message: what travels with a patient from one provider to another."""
