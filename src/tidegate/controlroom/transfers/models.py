"""Offers, waves, requests, places, messages and the ledger of use.

Who did what and when stands in the record, under the subject of each row (``request:T-000123``,
``offer:…``, ``wave:…``); rows hold what is true now and whose yes each step rests on. Identities
are those of the record (``person:7``, ``token:3``, ``system:tick``).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tidegate.controlroom.matching.models import Plan
from tidegate.controlroom.waiting.models import Snapshot
from tidegate.core.transfers.ledger import Movement
from tidegate.core.transfers.lifecycle.causes import UnusedCause
from tidegate.core.transfers.lifecycle.guards import Consent
from tidegate.core.transfers.lifecycle.states import (
    LIVE,
    LIVE_PLACES,
    MOST_PLACES,
    OfferState,
    PlaceState,
    RequestState,
)


def _choices(states: type) -> list[tuple[str, str]]:
    return [(state.value, state.value) for state in states]  # type: ignore[attr-defined]


_LIVE = sorted(state.value for state in LIVE)
_LIVE_PLACES = sorted(state.value for state in LIVE_PLACES)


class Offer(models.Model):
    """Units of one kind of care at a site in a week, as the provider stands by them today.

    ``units`` is what may be taken; physical, claimed and observed units are three different
    numbers, kept apart. ``snapshot`` is the file that it came from, none where it was posted by
    hand or by interface. ``limits`` are the site's criteria for this offer, as offers files have
    them (``max_asa, max_bmi, min_age, excludes, critical_care``). ``empty_because`` is the cause of
    ``UnusedCause`` that the plan gave for units of it that it filled with nobody.
    """

    offer_id = models.CharField(max_length=100, unique=True)
    provider = models.CharField("ODS code of the provider", max_length=12, db_index=True)
    site = models.CharField("ODS code of the site", max_length=12)
    area = models.CharField("area code", max_length=12, db_index=True)
    line_id = models.CharField("contract line", max_length=100, blank=True)
    modality = models.CharField(max_length=20)
    tfcs = models.JSONField("treatment functions", default=list)
    week = models.DateField("Monday of the week")
    units = models.PositiveIntegerField()
    physical_units = models.PositiveIntegerField(null=True, blank=True)
    staffed_units_claimed = models.PositiveIntegerField(null=True, blank=True)
    staffed_units_observed = models.PositiveIntegerField(null=True, blank=True)
    session_minutes = models.PositiveIntegerField(null=True, blank=True)
    cancel_notice_hours = models.PositiveIntegerField(null=True, blank=True)
    limits = models.JSONField(default=dict, blank=True)
    empty_because = models.CharField(
        "what its plan says of units it left", max_length=30, blank=True
    )
    valid_until = models.DateTimeField()
    state = models.CharField(
        max_length=20, choices=_choices(OfferState), default=OfferState.POSTED.value
    )
    snapshot = models.ForeignKey(Snapshot, null=True, blank=True, on_delete=models.PROTECT)
    posted_by = models.CharField(max_length=200)
    posted_at = models.DateTimeField()
    last_confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["week", "site", "offer_id"]

    def __str__(self) -> str:
        return self.offer_id


class Wave(models.Model):
    """The requests and places that a coordinator sent out of a plan in one go.

    ``expected_yes`` and ``p_over`` are what the invitation yield said when it was sent.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="waves")
    area = models.CharField("area code", max_length=12, db_index=True)
    number = models.PositiveSmallIntegerField()
    asked = models.PositiveIntegerField()
    expected_yes = models.FloatField()
    p_over = models.FloatField()
    reply_by = models.DateTimeField()
    sent_by = models.CharField(max_length=200)
    sent_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-sent_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="wave_numbered_within_plan"),
        ]

    def __str__(self) -> str:
        return f"Wave {self.number} of plan {self.plan_id}"


class Request(models.Model):
    """One patient's request to be treated elsewhere; it never touches the clock or the list.

    ``person`` is the keyed pseudonym of the patient for this purpose: of the NHS number where it
    is known, else of holder and pathway. ``clock_start`` is set once; the database refuses to
    change it. ``facts`` are what matching knows of the patient (asa, bmi, conditions, imd_quintile,
    needs_critical_care, unavailable weeks, zone), no name, address, birth date or NHS number.
    """

    reference = models.CharField(max_length=20, unique=True)
    pathway_id = models.CharField(max_length=100, db_index=True)
    person = models.CharField(max_length=64, db_index=True)
    holder = models.CharField("ODS code of the holder", max_length=12, db_index=True)
    holder_site = models.CharField(max_length=12, blank=True)
    area = models.CharField("area code", max_length=12, db_index=True)
    commissioner = models.CharField(max_length=12, blank=True)
    tfc = models.CharField("treatment function", max_length=5)
    modality = models.CharField(max_length=20)
    procedure = models.CharField("OPCS-4 code", max_length=10, blank=True)
    priority = models.CharField(max_length=4)
    clock_start = models.DateField()
    age = models.PositiveSmallIntegerField(null=True, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    travel_max_miles = models.FloatField(null=True, blank=True)  # none: anywhere in England
    transport_need = models.CharField(max_length=200, blank=True)
    interpreter = models.CharField(max_length=100, blank=True)
    adjustments = models.CharField("reasonable adjustments", max_length=500, blank=True)
    earliest = models.DateField(null=True, blank=True)
    search = models.CharField(max_length=10, default="local")  # local, then 100, then national
    state = models.CharField(
        max_length=20, choices=_choices(RequestState), default=RequestState.DRAFT.value
    )
    reason = models.CharField("cause of its last step back or end", max_length=40, blank=True)
    consent = models.CharField(
        max_length=12, choices=_choices(Consent), default=Consent.NOT_ASKED.value
    )
    consent_at = models.DateTimeField(null=True, blank=True)
    consent_how = models.CharField(max_length=40, blank=True)
    consent_by = models.CharField("who recorded it", max_length=200, blank=True)
    choices = models.PositiveSmallIntegerField(default=1)
    cleared_by = models.CharField(max_length=200, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)
    treatment_on = models.DateField(null=True, blank=True)
    follow_up = models.CharField("who answers for follow-up", max_length=12, blank=True)
    wave = models.ForeignKey(
        Wave, null=True, blank=True, on_delete=models.PROTECT, related_name="requests"
    )
    started_by = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    moved_at = models.DateTimeField("when it came to where it stands")
    expires_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["moved_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=_LIVE),
                name="request_one_live_per_person",
            ),
            models.UniqueConstraint(
                fields=["holder", "pathway_id"],
                condition=Q(state__in=_LIVE),
                name="request_one_live_per_pathway",
            ),
            models.CheckConstraint(
                condition=Q(choices__gte=1) & Q(choices__lte=MOST_PLACES),
                name="request_choices_within_places",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "area"], name="request_by_state")]

    def __str__(self) -> str:
        return self.reference


class Place(models.Model):
    """One unit of an offer, put to one patient; or a place outside the network.

    An outside place has no offer: ``outside`` names the provider, and the area's coordinator
    records its answers. ``destination`` is the code of the receiver, empty for an outside one.
    """

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="places")
    offer = models.ForeignKey(
        Offer, null=True, blank=True, on_delete=models.PROTECT, related_name="places"
    )
    destination = models.CharField(
        "ODS code of the receiver", max_length=12, blank=True, db_index=True
    )
    outside = models.CharField("provider outside the network", max_length=200, blank=True)
    wave = models.ForeignKey(
        Wave, null=True, blank=True, on_delete=models.PROTECT, related_name="places"
    )
    rank = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=_choices(PlaceState))
    reason = models.CharField(max_length=40, blank=True)
    miles = models.FloatField(null=True, blank=True)
    minutes = models.FloatField(null=True, blank=True)
    reply_by = models.DateTimeField()
    proposed_by = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    accepted_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["request", "rank", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(state__in=["chosen", "used"]),
                name="place_one_chosen_per_request",
            ),
            models.UniqueConstraint(
                fields=["request", "offer"],
                condition=Q(state__in=_LIVE_PLACES),
                name="place_once_per_offer",
            ),
            models.CheckConstraint(
                condition=Q(offer__isnull=False, outside="")
                | (Q(offer__isnull=True) & ~Q(outside="")),
                name="place_inside_or_outside",
            ),
        ]

    def __str__(self) -> str:
        return f"Place {self.pk} of {self.request_id}"


class Use(models.Model):
    """One line of an offer's ledger of use; only ever added to (``core.transfers.ledger``)."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="uses")
    movement = models.CharField(max_length=12, choices=_choices(Movement))
    units = models.PositiveIntegerField()
    cause = models.CharField(max_length=30, choices=_choices(UnusedCause), blank=True)
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="uses"
    )
    said_by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["offer", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(units__gte=1), name="use_of_at_least_one_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.movement} {self.units}"


class Message(models.Model):
    """The inter-provider transfer data set of one request: the only place with a patient's name.

    A new version is a new row; the newest that was sent is the one that the receiver acts on.
    ``content`` is read through ``queries.message_shown``, which notes the reading first.
    """

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="messages")
    version = models.PositiveSmallIntegerField()
    content = models.JSONField()
    written_by = models.CharField(max_length=200)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_to = models.CharField("ODS code of the receiver", max_length=12, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["request", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request", "version"], name="message_version_once_per_request"
            ),
            models.CheckConstraint(
                condition=Q(received_at__isnull=True) | Q(received_at__gte=F("sent_at")),
                name="message_received_after_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"Message {self.version} of {self.request_id}"


def unsent_message(request: Request) -> Message | None:
    """Return the newest version of a message if it was not sent yet; after a query there is none.

    Nothing of it may be shown: what it says is read through ``queries.message_shown``.
    """
    newest = Message.objects.filter(request=request).order_by("-version").first()
    return newest if newest is not None and newest.sent_at is None else None


class Alert(models.Model):
    """A service that says it is full, or has room: agreed with a commissioner, never for ever."""

    service = models.CharField(max_length=100)
    provider = models.CharField("ODS code of the provider", max_length=12, db_index=True)
    tfc = models.CharField("treatment function", max_length=5)
    state = models.CharField(max_length=20)
    reason = models.CharField(max_length=500)
    agreed_with = models.CharField("ODS code of the commissioner", max_length=12)
    set_by = models.CharField(max_length=200)
    set_at = models.DateTimeField()
    review_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-set_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["provider", "service"],
                condition=Q(ended_at__isnull=True),
                name="alert_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("set_at")), name="alert_expires_after_it_was_set"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.state}"
