"""The kinds of entry: which room writes each, who may read it by default, how much it matters.

A kind is added here before a service can write it, so that this table is the whole list.
"""

from __future__ import annotations

from dataclasses import dataclass

from tidegate.core.log.entry import Severity, Visibility

INTERNAL, PARTNER = Visibility.INTERNAL, Visibility.PARTNER
ROUTINE, NOTABLE, IMPORTANT = Severity.ROUTINE, Severity.NOTABLE, Severity.IMPORTANT


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry.

    Attributes:
        name: what happened, in the past tense, as it is stored.
        label: the same for a person.
        room: the room whose services write it.
        visibility: who may read it unless the service says otherwise.
        severity: how much it matters unless the service says otherwise.
    """

    name: str
    label: str
    room: str
    visibility: Visibility = INTERNAL
    severity: Severity = ROUTINE


_TABLE = (
    Kind("person_added", "Person added", "accounts"),
    Kind("person_changed", "Person changed", "accounts"),
    Kind("person_deactivated", "Person deactivated", "accounts", severity=NOTABLE),
    Kind("password_changed", "Password changed", "accounts"),
    Kind("password_link_made", "Password link made", "directory", severity=NOTABLE),
    Kind("second_factor_added", "Second factor added", "accounts"),
    Kind("second_factor_removed", "Second factor removed", "accounts", severity=NOTABLE),
    Kind("signed_in", "Signed in", "accounts"),
    Kind("signed_out", "Signed out", "accounts"),
    Kind("account_locked", "Account locked", "accounts", severity=NOTABLE),
    Kind("account_unlocked", "Account unlocked", "accounts"),
    Kind("organisation_added", "Organisation added", "directory", PARTNER),
    Kind("organisation_changed", "Organisation changed", "directory", PARTNER),
    Kind("membership_granted", "Membership granted", "directory", severity=NOTABLE),
    Kind("membership_withdrawn", "Membership withdrawn", "directory", severity=NOTABLE),
    Kind("snapshot_loaded", "Snapshot loaded", "waiting", PARTNER, NOTABLE),
    Kind("snapshot_superseded", "Snapshot superseded", "waiting", PARTNER, IMPORTANT),
    Kind("plan_made", "Plan made", "matching", PARTNER, IMPORTANT),
    Kind("request_started", "Request started", "transfers"),
    Kind("request_cleared", "Patient cleared for transfer", "transfers"),
    Kind("request_unsuitable", "Patient not suitable to move", "transfers"),
    Kind("consent_recorded", "Patient’s yes recorded", "transfers"),
    Kind("request_opened", "Request opened", "transfers", PARTNER),
    Kind("search_widened", "Search widened", "transfers", PARTNER),
    Kind("request_without_place", "No place found", "transfers", PARTNER, NOTABLE),
    Kind("place_proposed", "Place proposed", "transfers", PARTNER),
    Kind("place_accepted", "Patient accepted", "transfers", PARTNER),
    Kind("place_declined", "Patient declined", "transfers", PARTNER, NOTABLE),
    Kind("place_chosen", "Patient chose a place", "transfers", PARTNER),
    Kind("place_refused", "Patient refused a place", "transfers", PARTNER),
    Kind("place_lapsed", "Place lapsed", "transfers", PARTNER),
    Kind("message_prepared", "Transfer message written", "transfers"),
    Kind("message_sent", "Transfer message sent", "transfers", PARTNER),
    Kind("message_queried", "Transfer message sent back", "transfers", PARTNER, NOTABLE),
    Kind("message_received", "Transfer message received", "transfers", PARTNER),
    Kind("patient_dated", "Patient dated", "transfers", PARTNER),
    Kind("date_missed", "Date did not go ahead", "transfers", PARTNER, NOTABLE),
    Kind("patient_treated", "Patient treated", "transfers", PARTNER, NOTABLE),
    Kind("request_returned", "Patient returned", "transfers", PARTNER, IMPORTANT),
    Kind("request_withdrawn", "Request withdrawn", "transfers", PARTNER, NOTABLE),
    Kind("request_expired", "Request expired", "transfers", PARTNER, NOTABLE),
    Kind("request_closed", "Request closed", "transfers", PARTNER),
    Kind("step_refused", "Step refused", "transfers", severity=NOTABLE),
    Kind("wave_sent", "Wave sent", "transfers", PARTNER, IMPORTANT),
    Kind("offer_posted", "Offer posted", "transfers", PARTNER),
    Kind("offer_confirmed", "Offer confirmed", "transfers", PARTNER),
    Kind("offer_lapsed", "Offer lapsed", "transfers", PARTNER, NOTABLE),
    Kind("offer_withdrawn", "Offer withdrawn", "transfers", PARTNER, IMPORTANT),
    Kind("offer_stopped", "Offer stopped", "transfers", PARTNER, NOTABLE),
    Kind("unit_released", "Unit released", "transfers", PARTNER),
    Kind("alert_set", "Capacity alert set", "transfers", PARTNER, NOTABLE),
    Kind("alert_ended", "Capacity alert ended", "transfers", PARTNER),
    Kind("return_submitted", "Situation report submitted", "pressure", PARTNER),
    Kind("return_corrected", "Situation report corrected", "pressure", PARTNER, NOTABLE),
    Kind("forecast_issued", "Forecasts issued", "pressure", PARTNER),
    Kind("forecast_scored", "Forecasts scored", "pressure", PARTNER),
    Kind("limits_recalculated", "Limits of a chart recalculated", "pressure", PARTNER, NOTABLE),
    Kind("recalculation_withdrawn", "Recalculation withdrawn", "pressure", PARTNER, NOTABLE),
    Kind("score_table_chosen", "Score table chosen", "pressure", PARTNER, IMPORTANT),
    Kind("contract_drafted", "Contract drafted", "contracts"),
    Kind("contract_proposed", "Contract proposed", "contracts", PARTNER, NOTABLE),
    Kind("contract_withdrawn", "Contract withdrawn", "contracts", PARTNER, NOTABLE),
    Kind("contract_redrafted", "Contract taken back to draft", "contracts", PARTNER),
    Kind("contract_signed", "Contract signed by one side", "contracts", PARTNER, IMPORTANT),
    Kind("contract_started", "Contract started", "contracts", PARTNER, IMPORTANT),
    Kind("contract_varied", "Contract varied", "contracts", PARTNER, IMPORTANT),
    Kind("contract_extended", "Contract extended", "contracts", PARTNER, IMPORTANT),
    Kind("contract_suspended", "Contract suspended", "contracts", PARTNER, IMPORTANT),
    Kind("contract_resumed", "Contract resumed", "contracts", PARTNER, IMPORTANT),
    Kind("contract_terminated", "Notice given to end a contract", "contracts", PARTNER, IMPORTANT),
    Kind("contract_left", "Notice given by the provider", "contracts", PARTNER, IMPORTANT),
    Kind("contract_expired", "Contract expired", "contracts", PARTNER, NOTABLE),
    Kind("contract_ended", "Contract closed", "contracts", PARTNER, IMPORTANT),
    Kind("contract_modified", "Change of a contract weighed", "contracts", severity=NOTABLE),
    Kind("contract_step_refused", "Step of a contract refused", "contracts", severity=NOTABLE),
    Kind("switch_turned", "Term switched", "contracts", PARTNER, IMPORTANT),
    Kind("line_released", "Contract line given back", "contracts", PARTNER, NOTABLE),
    Kind("use_return_submitted", "Return of use submitted", "contracts", PARTNER),
    Kind("use_return_corrected", "Return of use corrected", "contracts", PARTNER, NOTABLE),
    Kind("invoice_received", "Invoice received", "contracts", PARTNER),
    Kind("invoice_decided", "Invoice decided", "contracts", PARTNER, NOTABLE),
    Kind("use_review_opened", "Review of use opened", "contracts", PARTNER, NOTABLE),
    Kind("use_review_replied", "Provider replied to a review of use", "contracts", PARTNER),
    Kind("use_review_decided", "Review of use decided", "contracts", PARTNER, IMPORTANT),
    Kind("selection_opened", "Selection opened", "contracts", severity=NOTABLE),
    Kind("selection_moved", "Selection moved on", "contracts", severity=NOTABLE),
    Kind("notice_published", "Notice published", "contracts", PARTNER, NOTABLE),
    Kind("representation_received", "Representation received", "contracts", severity=NOTABLE),
    Kind("representation_answered", "Representation answered", "contracts", severity=NOTABLE),
    Kind("gate_opened", "Assurance gate opened", "contracts"),
    Kind("gate_answered", "Assurance question answered", "contracts"),
    Kind("gate_decided", "Assurance gate decided", "contracts", severity=IMPORTANT),
    Kind("gate_paused", "Assurance gate paused", "contracts", severity=NOTABLE),
    Kind("performance_issued", "Performance notice issued", "contracts", PARTNER, IMPORTANT),
    Kind("performance_moved", "Performance notice moved on", "contracts", PARTNER, NOTABLE),
    Kind("money_withheld", "Money withheld", "contracts", PARTNER, IMPORTANT),
    Kind("withholding_settled", "Withheld money settled", "contracts", PARTNER, NOTABLE),
    Kind("exit_plan_written", "Exit plan written", "contracts"),
    Kind("residual_settled", "Residual scope settled", "contracts", severity=NOTABLE),
    Kind("rollover_prepared", "Review before extension prepared", "contracts"),
    Kind("rollover_signed", "Review before extension signed", "contracts", severity=IMPORTANT),
    Kind("subcontract_added", "Subcontract added", "contracts", PARTNER),
    Kind("subcontract_ended", "Subcontract ended", "contracts", PARTNER),
    Kind("surge_watched", "Surge watched for", "surge"),
    Kind("surge_proposed", "Surge proposed", "surge", severity=NOTABLE),
    Kind("surge_submitted", "Surge put forward for review", "surge", severity=NOTABLE),
    Kind("surge_sent_back", "Surge sent back", "surge", severity=NOTABLE),
    Kind("surge_signed", "Surge signed off", "surge", PARTNER, IMPORTANT),
    Kind("surge_refused", "Surge refused", "surge", severity=IMPORTANT),
    Kind("surge_directed", "Ministerial direction recorded", "surge", PARTNER, IMPORTANT),
    Kind("surge_notice_given", "Notice of a surge given", "surge", PARTNER, IMPORTANT),
    Kind("surge_opened", "Surge opened", "surge", PARTNER, IMPORTANT),
    Kind("surge_extended", "Surge extended", "surge", PARTNER, IMPORTANT),
    Kind("surge_reviewed", "Day of a surge reviewed", "surge", PARTNER),
    Kind("surge_reversed", "Sign-off of a surge reversed", "surge", PARTNER, IMPORTANT),
    Kind("surge_stood_down", "Surge stood down", "surge", PARTNER, IMPORTANT),
    Kind("surge_expired", "Surge expired", "surge", PARTNER, NOTABLE),
    Kind("surge_closed", "Surge closed", "surge", PARTNER, IMPORTANT),
    Kind("surge_withdrawn", "Surge withdrawn", "surge", severity=NOTABLE),
    Kind("surge_pledged", "Capacity pledged for a surge", "surge", PARTNER, NOTABLE),
    Kind("surge_actual_reported", "What came of a pledge reported", "surge", PARTNER),
    Kind("surge_published", "Publication about a surge recorded", "surge", PARTNER, NOTABLE),
    Kind("surge_step_refused", "Step of a surge refused", "surge", severity=NOTABLE),
    Kind("closure_began", "Department closed", "surge", PARTNER, IMPORTANT),
    Kind("divert_began", "Patients diverted", "surge", PARTNER, IMPORTANT),
    Kind("divert_agreed", "Receiver agreed to a divert", "surge", PARTNER),
    Kind("divert_objected", "Receiver objected to a divert", "surge", PARTNER, IMPORTANT),
    Kind("divert_counted", "Diverted patients counted", "surge", PARTNER),
    Kind("divert_ended", "Divert ended", "surge", PARTNER, NOTABLE),
    Kind("reopening_planned", "Reopening planned", "surge", PARTNER, NOTABLE),
    Kind("closure_stage_opened", "Reopened in part", "surge", PARTNER, NOTABLE),
    Kind("closure_ended", "Department open again", "surge", PARTNER, IMPORTANT),
    Kind("closure_voided", "Closure entered in error", "surge", PARTNER, NOTABLE),
    Kind("incident_declared", "Incident declared", "surge", PARTNER, IMPORTANT),
    Kind("incident_raised", "Incident raised", "surge", PARTNER, IMPORTANT),
    Kind("incident_lowered", "Incident lowered", "surge", PARTNER, NOTABLE),
    Kind("incident_linked", "Closure linked to an incident", "surge", PARTNER),
    Kind("incident_stood_down", "Incident stood down", "surge", PARTNER, IMPORTANT),
    Kind("incident_resumed", "Incident taken up again", "surge", PARTNER, IMPORTANT),
    Kind("incident_closed", "Incident closed", "surge", PARTNER, NOTABLE),
    Kind("summit_called", "Risk summit called", "surge", severity=IMPORTANT),
    Kind("summit_held", "Risk summit held", "surge", severity=NOTABLE),
    Kind("summit_cancelled", "Risk summit cancelled", "surge", severity=NOTABLE),
    Kind("summit_action_added", "Action of a risk summit added", "surge"),
    Kind("summit_action_done", "Action of a risk summit done", "surge"),
    Kind("summit_concluded", "Risk summit concluded", "surge", severity=IMPORTANT),
    Kind("card_sent", "Action card sent", "surge", PARTNER, NOTABLE),
    Kind("card_acknowledged", "Action card acknowledged", "surge", PARTNER),
    Kind("card_chased", "Action card chased", "surge", PARTNER),
    Kind("card_done", "Action card done", "surge", PARTNER),
    Kind("card_declined", "Action card declined", "surge", PARTNER, NOTABLE),
    Kind("card_withdrawn", "Action card withdrawn", "surge", PARTNER),
    Kind("commitment_added", "Promise put on the register", "registers", PARTNER, NOTABLE),
    Kind("commitment_marked", "Promise followed up", "registers", PARTNER),
    Kind("funding_added", "Funding transfer planned", "registers", PARTNER, NOTABLE),
    Kind("funding_moved", "Funding transfer moved on", "registers", PARTNER),
    Kind("spend_added", "Spending put forward", "registers", severity=NOTABLE),
    Kind("spend_moved", "Spending moved on", "registers"),
    Kind("spend_decided", "Spending decided", "registers", severity=IMPORTANT),
    Kind("providers_placed", "Providers put into segments", "registers", PARTNER, IMPORTANT),
    Kind("rating_added", "Rating put on the register", "registers", PARTNER, NOTABLE),
    Kind("enforcement_added", "Legal act put on the register", "registers", PARTNER, IMPORTANT),
    Kind("enforcement_moved", "Legal act followed up", "registers", PARTNER, NOTABLE),
    Kind("data_release_added", "Agreement to release data", "registers", PARTNER, NOTABLE),
    Kind("data_file_released", "File released", "registers", PARTNER),
    Kind("data_release_ended", "Agreement to release data ended", "registers", PARTNER, NOTABLE),
    Kind("speak_up_added", "Speak-up case put on the register", "registers"),
    Kind("speak_up_moved", "Speak-up case moved on", "registers"),
    Kind("token_issued", "Token of an interface issued", "directory", severity=IMPORTANT),
    Kind("token_withdrawn", "Token of an interface withdrawn", "directory", severity=IMPORTANT),
    Kind("demo_made", "Demo health system made", "demo", PARTNER, NOTABLE),
    Kind("editor_note", "Note", "log", severity=NOTABLE),
    Kind("correction", "Correction", "log", severity=IMPORTANT),
    Kind("withdrawal", "Withdrawal", "log", severity=IMPORTANT),
)

KINDS = {kind.name: kind for kind in _TABLE}


def kind_of(name: str) -> Kind:
    """Return the kind with this name; an unknown one is a fault of the caller."""
    try:
        return KINDS[name]
    except KeyError:
        raise ValueError(
            f"no kind of entry is called {name!r}; add it to core/log/kinds.py"
        ) from None
