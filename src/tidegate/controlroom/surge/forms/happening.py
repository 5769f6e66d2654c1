"""What steps of closures, incidents, risk summits and action cards ask for."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms

from tidegate.controlroom.board import words
from tidegate.controlroom.registers.forms.fields import LinesField, choice, name, text
from tidegate.controlroom.surge.divert_terms import closure_terms, incident_terms, summit_terms
from tidegate.controlroom.surge.happening import Happened
from tidegate.controlroom.transfers.forms.days import DayField
from tidegate.core.surge.closures.states import STREAM_LABELS, Stream

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Data = Mapping[str, Any] | None
    Choices = Sequence[tuple[str, str]]

_CLOCK = "Enter a time such as 14:05"
MOST_PATIENTS = 10_000


class ClockField(forms.CharField):
    """A time of the clock as people write it: ``14:05``, ``14.05`` or ``14``."""

    def __init__(self, label: str, *, needed: bool = False, help_text: str = "") -> None:
        super().__init__(
            label=label, required=needed, max_length=8, help_text=help_text,
            error_messages={"required": _CLOCK},
        )  # fmt: skip

    def clean(self, value: Any) -> time | None:
        """Return the time; None where nothing was typed."""
        typed = str(super().clean(value) or "").strip().replace(".", ":")
        if not typed:
            return None
        hours, _, minutes = typed.partition(":")
        if not all(part.isascii() and part.isdecimal() for part in (hours, minutes or "0")):
            raise forms.ValidationError(_CLOCK)
        try:
            return time(int(hours), int(minutes or 0))
        except ValueError:
            raise forms.ValidationError(_CLOCK) from None


def moment(day: Any, clock: time) -> datetime:
    """Return a moment of England's clock."""
    return datetime.combine(day, clock, words.LONDON)


class HappenedForm(forms.Form):
    """When something happened, which may be now, and why it is written down late."""

    on = DayField(label="When did it happen?", required=False,
                  help_text="Leave day and time empty for now.")  # fmt: skip
    clock = ClockField("At what time?", help_text="For example 14:05.")
    late_why = text(
        "Why is it written down late?", hint="Only where it happened over 15 minutes ago."
    )

    def __init__(self, data: Data, now: datetime) -> None:
        super().__init__(data)
        self._now = now
        if "late_why" in self.fields:
            self.order_fields([*(one for one in self.fields if one not in _LAST), *_LAST])

    def clean(self) -> dict[str, Any]:
        """Ask for a time where a day was given."""
        given = super().clean() or self.cleaned_data
        if given.get("on") and given.get("clock") is None and "clock" not in self.errors:
            self.add_error("clock", _CLOCK)
        return given

    @property
    def happened(self) -> Happened:
        """Return what was said of when and why; the form must be valid."""
        given = self.cleaned_data
        clock = given.get("clock")
        at = moment(given.get("on") or words.local_day(self._now), clock) if clock else None
        return Happened(at, given.get("late_why", ""), given.get("reason", ""))


_LAST = ("on", "clock", "late_why")


class PlainForm(HappenedForm):
    """A yes, and nothing else."""

    on = None  # type: ignore[assignment]
    clock = None  # type: ignore[assignment]
    late_why = None  # type: ignore[assignment]


class ReasonForm(PlainForm):
    """Why."""

    reason = text("Why?", needed="Say why")


class NoteForm(PlainForm):
    """What was done."""

    reason = text("What was done?", needed="Say what was done")


class MomentReasonForm(HappenedForm):
    """Why, and when it happened."""

    reason = text("Why?", needed="Say why")


class OutcomeForm(PlainForm):
    """What it came to."""

    outcome = forms.CharField(
        label="What did it come to, and what was learnt?", max_length=4000,
        widget=forms.Textarea, error_messages={"required": "Say what it came to"},
    )  # fmt: skip


def streams_field(label: str) -> forms.MultipleChoiceField:
    """Return a field for streams of patients, all of which are ticked to begin with."""
    return forms.MultipleChoiceField(
        label=label,
        choices=[(stream.value, said) for stream, said in STREAM_LABELS.items()],
        initial=[stream.value for stream in Stream],
        error_messages={"required": "Choose which patients"},
    )


class CloseForm(HappenedForm):
    """Which department closed to whom, why, and by whose authority."""

    streams = streams_field("Which patients does it not take?")
    note = text("What happened?", hint="In a sentence; nobody’s name.")
    authorised_by = name("Who authorised it?", needed="Say who authorised it", hint="By role.")

    def __init__(self, data: Data, now: datetime, sites: Choices) -> None:
        super().__init__(data, now)
        terms = closure_terms()
        self.fields["site"] = choice("Where?", sites, needed="Choose where")
        self.fields["department"] = choice(
            "Which department?", terms.departments.items(), needed="Choose the department"
        )
        self.fields["cause"] = choice(
            "Why did it close?", terms.reasons.items(), needed="Choose why it closed"
        )
        self.order_fields(["site", "department", "streams", "cause"])


class DivertForm(HappenedForm):
    """Where patients go, by whose authority, and why although something stands against it."""

    streams = streams_field("Which patients?")
    authorised_by = name("Who authorised it?", needed="Say who authorised it", hint="By role.")
    despite = text(
        "Why all the same?", hint="Only where the receiver is itself closed or diverting."
    )

    def __init__(self, data: Data, now: datetime, receivers: Choices) -> None:
        super().__init__(data, now)
        self.fields["receiver"] = choice("Where do they go?", receivers, needed="Choose where")
        self.order_fields(["receiver", "streams"])


class CountForm(PlainForm):
    """How many patients came, from when to when."""

    stream = choice(
        "Which patients?", [(one.value, said) for one, said in STREAM_LABELS.items()],
        needed="Choose which patients",
    )  # fmt: skip
    patients = forms.IntegerField(
        label="How many came?", min_value=0, max_value=MOST_PATIENTS,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Enter a whole number, 0 or more"
        ),
    )  # fmt: skip
    day = DayField(label="On which day?", missing="Enter the day")
    since = ClockField("From", needed=True, help_text="For example 14:05.")
    until = ClockField("To", needed=True, help_text="After midnight is taken for the next day.")

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Return from when to when; an end before its beginning is the next day’s."""
        given = self.cleaned_data
        start, end = moment(given["day"], given["since"]), moment(given["day"], given["until"])
        return start, end + timedelta(days=1) if end < start else end


class ReopeningForm(PlainForm):
    """Up to three stages, each with its words, patients and time."""

    STAGES = (1, 2, 3)

    def __init__(self, data: Data, now: datetime) -> None:
        super().__init__(data, now)
        for n in self.STAGES:
            needed = "Say what opens" if n == 1 else ""
            self.fields[f"words_{n}"] = name(f"Stage {n}: what opens?", needed=needed)
            field = streams_field(f"Stage {n}: which patients does it take again?")
            field.required, field.initial = False, []
            self.fields[f"streams_{n}"] = field
            self.fields[f"on_{n}"] = DayField(label=f"Stage {n}: on which day?", required=False)
            self.fields[f"clock_{n}"] = ClockField(f"Stage {n}: at what time?", needed=n == 1)

    @property
    def stages(self) -> list[tuple[str, list[str], datetime]]:
        """Return the stages that were filled in; a day left empty is today."""
        given, today = self.cleaned_data, words.local_day(self._now)
        return [
            (given[f"words_{n}"], given[f"streams_{n}"],
             moment(given[f"on_{n}"] or today, given[f"clock_{n}"]))
            for n in self.STAGES
            if given[f"words_{n}"] and given[f"clock_{n}"]
        ]  # fmt: skip


class DeclareForm(HappenedForm):
    """What happened, of which kind, at which level, where."""

    title = name("What happened?", needed="Say what happened", hint="In a few words.")

    def __init__(self, data: Data, now: datetime, places: Choices) -> None:
        super().__init__(data, now)
        terms = incident_terms()
        self.fields["kind"] = choice(
            "What kind of incident is it?", terms.kinds.items(), needed="Choose its kind"
        )
        self.fields["level"] = level_field()
        self.fields["place"] = choice("Where is it?", places, needed="Choose where it is")
        self.order_fields(["title", "place", "kind", "level"])


def level_field() -> forms.ChoiceField:
    """Return a field for the level of an incident."""
    levels = [
        (str(level), f"{level}: {one.words}") for level, one in incident_terms().levels.items()
    ]
    return choice("At which level?", levels, needed="Choose the level")


class LevelForm(MomentReasonForm):
    """To which level, why, and since when."""

    def __init__(self, data: Data, now: datetime) -> None:
        super().__init__(data, now)
        self.fields["level"] = level_field()
        self.order_fields(["level", "reason"])


class LinkForm(PlainForm):
    """Which closure."""

    def __init__(self, data: Data, now: datetime, closures: Choices) -> None:
        super().__init__(data, now)
        self.fields["closure"] = choice("Which closure?", closures, needed="Choose the closure")


class CallForm(PlainForm):
    """What a risk summit is called for, about whom, and by whom."""

    why = forms.CharField(
        label="What happened?", max_length=1000, widget=forms.Textarea,
        error_messages={"required": "Say what happened"},
    )  # fmt: skip
    called_by = name("Who calls it?", needed="Say who calls it", hint="By role.")

    def __init__(self, data: Data, now: datetime, places: Choices, abouts: Choices) -> None:
        super().__init__(data, now)
        self.fields["place"] = choice("Kept by", places, needed="Choose who keeps it")
        self.fields["about"] = choice("About", abouts, needed="Choose whom it is about")
        self.fields["triggers"] = forms.MultipleChoiceField(
            label="What triggered it?", choices=list(summit_terms().triggers.items()),
            error_messages={"required": "Choose what triggered it"},
        )  # fmt: skip
        self.order_fields(["place", "about", "triggers", "why"])


class HoldForm(HappenedForm):
    """Which bodies came, and when it was held."""

    bodies = LinesField("Which bodies came?", needed="Say which bodies came")


class ActionForm(PlainForm):
    """What is to be done, by whom, until when."""

    words = text("What is to be done?", needed="Say what is to be done")
    owner = name("By whom?", needed="Say by whom", hint="By role.")
    due_on = DayField(label="Until when?", missing="Enter the day")


class DoneForm(PlainForm):
    """What was done, and on which day."""

    note = text("What was done?", needed="Say what was done")
    done_on = DayField(label="On which day?", missing="Enter the day")


class SendForm(PlainForm):
    """Which card, in which area."""

    def __init__(self, data: Data, now: datetime, areas: Choices, cards: Choices) -> None:
        super().__init__(data, now)
        self.fields["place"] = choice("In which area?", areas, needed="Choose the area")
        self.fields["code"] = choice("Which card?", cards, needed="Choose a card")
