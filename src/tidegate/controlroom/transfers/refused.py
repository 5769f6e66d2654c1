"""A step that was refused, with the coded reasons that page, interface and record all show."""

from __future__ import annotations

from tidegate.core.reasons import Reason
from tidegate.core.transfers.lifecycle.guards import RULES


class StepRefused(Exception):  # noqa: N818 - it names what happened
    """A step was not taken; nothing was changed unless a reason says so.

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


def refuse(code: str, detail: str, **inputs: object) -> StepRefused:
    """Return a refusal for one reason of the lifecycle's own rules, to be raised."""
    return StepRefused((Reason(code, detail, inputs, RULES),))
