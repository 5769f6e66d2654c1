"""Files about pressure: what is read for forecasts, and forecasts as they are written."""
