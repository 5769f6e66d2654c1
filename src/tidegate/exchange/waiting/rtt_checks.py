"""What must hold in the RTT full CSV: known codes, no negatives, and sums that agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.directory.treatment_functions import TOTAL, TREATMENT_FUNCTIONS
from tidegate.exchange.findings import Finding, error, warning
from tidegate.exchange.waiting.rtt_layout import period_end

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tidegate.exchange.waiting.rtt_layout import Layout

KEY = ("provider", "commissioner", "part", "tfc")
_GROUP = KEY[:3]  # of which one row is the total
_PARTS = ("Part_1A", "Part_1B", "Part_2", "Part_2A", "Part_3")
_TFCS = (*(code if code[0] == "X" else f"C_{code}" for code in TREATMENT_FUNCTIONS), f"C_{TOTAL}")
IS_TOTAL = pl.col("tfc") == f"C_{TOTAL}"
_ODS_CODE = r"^[A-Z0-9]{3}$|^[A-Z0-9]{5,6}$"
_NO_COMMISSIONER = "NONC"  # not an ODS code: nobody in England pays for this pathway


class RttChecks:
    """The checks of one month, each giving at most one finding that counts its rows."""

    def __init__(self, frame: pl.DataFrame, layout: Layout, bands: Sequence[str], file: str):
        self.frame = frame
        self.layout = layout
        self.bands = bands
        self.file = file

    def findings(self) -> list[Finding]:
        """Run every check; the sums are looked at only when every cell is sound."""
        cells = [*self._period(), *self._codes(), *self._negatives(), *self._totals_given()]
        if cells:
            return cells
        return [*self._duplicates(), *self._bands_add_up(), *self._total_rows(), *self._subset()]

    def _finding(
        self, wrong: pl.DataFrame, code: str, expected: str, column: str, *, soft: bool = False
    ) -> list[Finding]:
        if wrong.is_empty():
            return []
        row, value = wrong.select("row", column).row(0)
        make = warning if soft else error
        return [
            make(
                code,
                self.file,
                expected,
                row=row,
                column=self.layout.heading(column),
                value="" if value is None else str(value),
                count=wrong.height,
            )
        ]

    def _where(self, condition: pl.Expr, code: str, expected: str, column: str) -> list[Finding]:
        return self._finding(self.frame.filter(condition), code, expected, column)

    def _period(self) -> list[Finding]:
        period = self.frame["period"][0]
        if period is None or period_end(period) is None:
            expected = "a month such as RTT-January-2026"
            return self._finding(self.frame.head(1), "BAD_PERIOD", expected, "period")
        other = pl.col("period").ne_missing(period)
        return self._where(other, "MIXED_PERIODS", f"{period} in every row", "period")

    def _codes(self) -> list[Finding]:
        shape = "an ODS code of 3, 5 or 6 capital letters and digits"
        provider = ~pl.col("provider").str.contains(_ODS_CODE).fill_null(value=False)
        commissioner = ~(
            pl.col("commissioner").str.contains(_ODS_CODE)
            | (pl.col("commissioner") == _NO_COMMISSIONER)
        ).fill_null(value=False)
        part = ~pl.col("part").is_in(_PARTS).fill_null(value=False)
        tfc = ~pl.col("tfc").is_in(_TFCS).fill_null(value=False)
        return [
            *self._where(provider, "UNKNOWN_ODS_CODE", shape, "provider"),
            *self._where(commissioner, "UNKNOWN_ODS_CODE", f"{shape}, or NONC", "commissioner"),
            *self._where(part, "UNKNOWN_PART", f"one of {', '.join(_PARTS)}", "part"),
            *self._where(tfc, "UNKNOWN_TREATMENT_FUNCTION", f"one of {', '.join(_TFCS)}", "tfc"),
        ]

    def _negatives(self) -> list[Finding]:
        counts = [*self.bands, "banded", "unknown_start", "total"]
        least = self.frame.select(pl.col(counts).min()).row(0, named=True)
        return [
            finding
            for name, count in least.items()
            if count is not None and count < 0
            for finding in self._where(pl.col(name) < 0, "NEGATIVE_COUNT", "0 or more", name)
        ]

    def _totals_given(self) -> list[Finding]:
        return self._where(pl.col("total").is_null(), "MISSING_TOTAL", "a whole number", "total")

    def _duplicates(self) -> list[Finding]:
        repeated = self.frame.select(*KEY, "row").filter(pl.struct(KEY).is_duplicated())
        if repeated.is_empty():
            return []
        again = repeated.filter(~pl.struct(KEY).is_first_distinct())
        first = repeated.join(again.head(1), on=KEY, how="semi")["row"][0]
        expected = (
            "provider, commissioner, part and treatment function together only once; "
            f"row {first} has the same"
        )
        return self._finding(again, "DUPLICATE_KEY", expected, "provider")

    def _bands_add_up(self) -> list[Finding]:
        if not self.bands:
            return []
        banded = pl.col("banded").is_not_null() & (pl.col("banded") != pl.col("in_bands"))
        total = pl.col("total") != pl.col("in_bands") + pl.col("unknown_start")
        has_bands = pl.col("part") != "Part_3"
        expected = "the bands to add up to this"
        with_unknown = f"{expected}, with unknown starts"
        return [
            *self._where(has_bands & banded, "BANDS_DO_NOT_ADD_UP", expected, "banded"),
            *self._where(has_bands & total, "BANDS_DO_NOT_ADD_UP", with_unknown, "total"),
        ]

    def _total_rows(self) -> list[Finding]:
        """Check that the published total row is the sum of its treatment functions, band by band.

        One weighted sum stands for all bands: rows that agree in it and in their total, yet not
        band by band, would need errors that cancel exactly.
        """
        sign = pl.when(IS_TOTAL).then(-1).otherwise(1)
        weeks = pl.col("weeks") + pl.col("unknown_start")
        sums = (
            self.frame.lazy()
            .select(*_GROUP, given=IS_TOTAL, total=sign * pl.col("total"), weeks=sign * weeks)
            .group_by(_GROUP)
            .agg(pl.col("given").any(), pl.col("total", "weeks").sum())
            .collect()
        )
        if not sums["given"].any():
            expected = "rows C_999 to check the treatment functions against"
            return [warning("NO_TOTAL_ROWS", self.file, expected)]
        missing = sums.filter(~pl.col("given"))
        off = sums.filter(pl.col("given") & ((pl.col("total") != 0) | (pl.col("weeks") != 0)))
        wrong = self.frame.filter(IS_TOTAL).join(off, on=_GROUP, how="semi").sort("row")
        findings = self._finding(
            wrong, "TOTAL_ROW_DIFFERS", "C_999 to equal the sum of its treatment functions", "total"
        )
        if not missing.is_empty():
            expected = "a C_999 row for every provider, commissioner and part"
            findings.append(warning("MISSING_TOTAL_ROW", self.file, expected, count=missing.height))
        return findings

    def _subset(self) -> list[Finding]:
        """Warn where more have a decision to admit than wait: real files have a few such rows."""
        keys = ["provider", "commissioner", "tfc"]
        rows = self.frame.select(*keys, "part", "total", "row")
        waiting = rows.filter(pl.col("part") == "Part_2").select(*keys, waiting="total")
        wrong = (
            rows.filter(pl.col("part") == "Part_2A")
            .join(waiting, on=keys, how="left", maintain_order="left")
            .filter(pl.col("total") > pl.col("waiting").fill_null(0))
        )
        expected = "at most as many with a decision to admit (Part_2A) as wait in all (Part_2)"
        return self._finding(wrong, "SUBSET_EXCEEDS_LIST", expected, "total", soft=True)
