"""What the database itself refuses to change of forecasts and their scores, whoever asks."""

from __future__ import annotations

from tidegate.controlroom.log.append_only import Refusal

_SAID = {
    "pressure_forecastrun": "forecasts stay as they were issued",
    "pressure_forecast": "forecasts stay as they were issued",
    "pressure_levelchance": "forecasts stay as they were issued",
    "pressure_forecastscore": "a score is not rewritten: a new version supersedes it",
    "pressure_leveloutcome": "an outcome is not rewritten: a new version supersedes it",
}
REFUSALS = tuple(
    Refusal(verb, table, said)
    for table, said in _SAID.items()
    for verb in ("UPDATE", "DELETE", "TRUNCATE")
)
