"""Run the forecaster blind on each published set, by the benchmark's own feeder and scorer.

The feeder hands over one reference date at a time with what was known then, through the command
line as anybody would call it; the scorer compares on the tasks that the peers answered too.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

SETS = (
    ("nhs_covid_adm_daily", None),
    ("us_flu_hosp_weekly", None),
    ("us_covid_hosp_weekly", None),
    ("nhs_beds_daily", "covid_beds"),
    ("nhs_winter_sitrep_daily", "ga_occ"),
    ("nhs_winter_sitrep_daily", "amb_arrivals"),
    ("sw_ambulance_daily", None),
)
HEADINGS = ("dates", "of baseline", "of ensemble", "on logs", "50 %", "90 %", "s a date")
_RUN = re.compile(r": (\d+) reference dates, wall .* s, child CPU ([\d.]+) s")
_COMMAND = f'"{sys.executable}" -c "from tidegate.cli.main import run; run()"'


@dataclass(frozen=True, slots=True)
class Reached:
    """What forecasts of one set reached: ratios of interval scores, coverage, processor time."""

    name: str
    dates: int
    seconds: float
    overall: dict[str, float]

    def row(self) -> tuple[str, ...]:
        """Return a table row under ``HEADINGS``."""
        ratios = ("rel_wis_base", "rel_wis_ens", "rel_logwis_ens", "cov50", "cov90")
        figures = (f"{self.overall[name]:.3f}" for name in ratios)
        return (self.name, f"{self.dates}", *figures, f"{self.seconds / self.dates:.1f}")


def reach(data: Path, name: str, series: str | None, every: int = 1) -> Reached:
    """Forecast every reference date of a set, or each so-many-th, and score it.

    Raises:
        subprocess.CalledProcessError: the feeder, the forecaster or the scorer failed.
    """
    chosen = ["--set", name, "--data", str(data)] + (["--series", series] if series else [])
    with tempfile.TemporaryDirectory() as folder:
        out, scores = Path(folder) / "all.parquet", Path(folder) / "scores.json"
        fed = _run(
            data / "feed.py", *chosen, "--every", str(every), "--out", str(out),
            "--cmd", f"{_COMMAND} forecast {{dir}} --out {{out}} --json",
        )  # fmt: skip
        _run(data / "score.py", *chosen, "--forecast", str(out), "--json", str(scores),
             "--allow-partial")  # fmt: skip
        overall = json.loads(scores.read_text("utf-8"))["forecast"]["overall"]
    found = _RUN.search(fed)
    assert found is not None, fed
    label = name if series is None else f"{name}, {series}"
    return Reached(label, int(found[1]), float(found[2]), overall)


def _run(script: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-B", str(script), *words], check=True, capture_output=True, text=True
    )
    return done.stdout
