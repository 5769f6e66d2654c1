"""Forecasts on published data, beside baseline and the ensemble of published peers."""
