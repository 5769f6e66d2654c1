"""Waiting lists in figures: referral-to-treatment bands, thresholds and roll-forward."""
