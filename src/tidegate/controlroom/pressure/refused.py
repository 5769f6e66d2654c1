"""What cannot be done, with the coded reasons that page, interface and tests all show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from tidegate.core.pressure.reporting import ReportingTerms


class Refused(Exception):  # noqa: N818 - it names what happened
    """Something was not done, and nothing was changed.

    Attributes:
        reasons: why not, each with its code; never empty.
    """

    def __init__(self, reasons: tuple[Reason, ...]) -> None:
        self.reasons = reasons
        super().__init__("; ".join(f"{reason.code}: {reason.detail}" for reason in reasons))

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the reasons, in their order."""
        return tuple(reason.code for reason in self.reasons)


class ReturnRefused(Refused):
    """A return was not taken."""


class RebaseRefused(Refused):
    """Limits were not reckoned anew, or a recalculation was not withdrawn."""


class TableRefused(Refused):
    """A score table was not put in use."""


def refuse(terms: ReportingTerms, code: str, detail: str, **inputs: object) -> ReturnRefused:
    """Return a refusal for one reason, to be raised."""
    return ReturnRefused((Reason(code, detail, inputs, terms.label),))
