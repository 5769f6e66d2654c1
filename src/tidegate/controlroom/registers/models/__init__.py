"""The rows of the registers: each as it was kept, and beside it what was added since."""

from tidegate.controlroom.registers.models.commitments import Commitment, CommitmentMark
from tidegate.controlroom.registers.models.funding import FundingEvent, FundingTransfer
from tidegate.controlroom.registers.models.oversight import (
    ActOutcome,
    EnforcementAct,
    OversightRun,
    RatingOpinion,
    Segment,
)
from tidegate.controlroom.registers.models.releases import (
    DataRelease,
    ReleasedFile,
    ReleaseEnd,
)
from tidegate.controlroom.registers.models.speak_up import SpeakUpCase, SpeakUpMove
from tidegate.controlroom.registers.models.spend import SpendCase, SpendStep

__all__ = [
    "ActOutcome",
    "Commitment",
    "CommitmentMark",
    "DataRelease",
    "EnforcementAct",
    "FundingEvent",
    "FundingTransfer",
    "OversightRun",
    "RatingOpinion",
    "ReleaseEnd",
    "ReleasedFile",
    "Segment",
    "SpeakUpCase",
    "SpeakUpMove",
    "SpendCase",
    "SpendStep",
]
