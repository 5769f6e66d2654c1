"""The deeds of the contract itself: each verb of its lifecycle, and turning a switch."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tidegate.controlroom.contracts.deeds import Asked, Deed, Doing
from tidegate.controlroom.contracts.forms import steps as forms
from tidegate.controlroom.contracts.forms.fields import DeedForm
from tidegate.controlroom.contracts.queries import contracts as queries
from tidegate.controlroom.contracts.reach import MANAGE, TURN
from tidegate.controlroom.contracts.refused import refuse
from tidegate.controlroom.contracts.services.close_contract import close_contract
from tidegate.controlroom.contracts.services.extend_contract import extend_contract
from tidegate.controlroom.contracts.services.leave_contract import leave_contract
from tidegate.controlroom.contracts.services.propose_contract import propose_contract
from tidegate.controlroom.contracts.services.redraft_contract import redraft_contract
from tidegate.controlroom.contracts.services.resume_contract import resume_contract
from tidegate.controlroom.contracts.services.revise_draft import revise_draft
from tidegate.controlroom.contracts.services.sign_contract import sign_contract
from tidegate.controlroom.contracts.services.start_contract import start_contract
from tidegate.controlroom.contracts.services.suspend_contract import suspend_contract
from tidegate.controlroom.contracts.services.terminate_contract import terminate_contract
from tidegate.controlroom.contracts.services.turn_switch import turn_switch
from tidegate.controlroom.contracts.services.vary_contract import vary_contract
from tidegate.controlroom.contracts.services.withdraw_contract import withdraw_contract
from tidegate.core.contracts.lifecycle.contracts import CONTRACTS
from tidegate.core.contracts.terms.content import terms_from
from tidegate.core.contracts.terms.reading import WrongTerms
from tidegate.core.lifecycle import Side

if TYPE_CHECKING:
    from tidegate.core.contracts.terms.terms import Terms

Service = Callable[..., Any]
EXPLAINED: Mapping[str, str] = {
    "propose": "From now on the provider sees it, and both sides may sign it.",
    "withdraw": "It ends before it began. What happened so far stays in the record.",
    "redraft": "It can be changed again. A new version of its terms is signed anew by both sides.",
    "sign_for_buyer": (
        "You say yes to the newest version of its terms. Somebody else signs for the provider, and "
        "nobody who wrote the terms signs."
    ),
    "sign_for_provider": (
        "You say yes to the newest version of its terms. Somebody else signs for the buyer."
    ),
    "start": "From now on its lines may be booked against.",
    "vary": "A new version of its terms, weighed by the law that it was awarded under.",
    "extend": "It is extended only on a signed review of how good the service is.",
    "suspend": "Nothing new is booked against it. What is booked already stays.",
    "terminate": (
        "A board decides it. The exit plan comes into use, and the notices that the law asks for "
        "are queued."
    ),
    "leave": "You give notice that the provider leaves on this day.",
    "close": "Each part of its scope went back, or stays with the provider under an owner.",
}
ENDS = frozenset({"withdraw", "suspend", "terminate", "leave", "close", "redraft"})


def _plain(data: Any, _asked: Asked) -> DeedForm:
    return DeedForm(data)


def _of(form: type[DeedForm]) -> Callable[[Any, Asked], DeedForm]:
    return lambda data, _asked: form(data)


def _does(service: Service, **fixed: Any) -> Callable[[Doing], object]:
    return lambda doing: service(contract=doing.contract, **fixed, **doing.said, **doing.who)


def _revise_form(data: Any, asked: Asked) -> DeedForm:
    initial = {"basis_text": _newest(asked), "holder_of_risk": asked.contract.holder_of_risk}
    return forms.RevisionForm(data, initial=initial)


def _revise(doing: Doing) -> object:
    said = dict(doing.said)
    terms = _read(said.pop("basis_text"))
    return revise_draft(contract=doing.contract, terms=terms, **said, **doing.who)


def _newest(asked: Asked) -> str:
    versions = queries.versions(asked.viewer, asked.contract)
    return json.dumps(versions[0].content, indent=2, ensure_ascii=False) if versions else ""


def _read(text: str) -> Mapping[str, object]:
    """Read terms as they were typed.

    Raises:
        ContractRefused: they are no table of JSON.
    """
    try:
        found = json.loads(text)
    except ValueError as problem:
        raise refuse("TERMS_UNUSABLE", f"The terms are no JSON: {problem}.") from problem
    if not isinstance(found, dict):
        raise refuse("TERMS_UNUSABLE", "The terms are no table of names and values.")
    return found


def _vary_form(data: Any, asked: Asked) -> DeedForm:
    initial = {"basis_text": _newest(asked), "from_day": asked.today}
    return forms.VariationForm(data, initial=initial)


def _vary(doing: Doing) -> object:
    said = dict(doing.said)
    terms = _read(said.pop("basis_text"))
    return vary_contract(contract=doing.contract, terms=terms, **said, **doing.who)


def _close_form(data: Any, asked: Asked) -> DeedForm:
    plans = queries.exit_plans(asked.viewer, asked.contract)
    return forms.ClosingForm(data, plans[0] if plans else None)


_FORMS: Mapping[str, Callable[[Any, Asked], DeedForm]] = {
    "withdraw": _of(forms.ReasonForm),
    "redraft": _of(forms.ReasonForm),
    "vary": _vary_form,
    "extend": _of(forms.ExtensionForm),
    "suspend": _of(forms.ReasonForm),
    "resume": _of(forms.ReasonForm),
    "terminate": _of(forms.TerminationForm),
    "leave": _of(forms.NoticeForm),
    "close": _close_form,
}
_SERVICES: Mapping[str, Callable[[Doing], object]] = {
    "propose": _does(propose_contract),
    "withdraw": _does(withdraw_contract),
    "redraft": _does(redraft_contract),
    "sign_for_buyer": _does(sign_contract, side=Side.BUYER),
    "sign_for_provider": _does(sign_contract, side=Side.PROVIDER),
    "start": _does(start_contract),
    "vary": _vary,
    "extend": _does(extend_contract),
    "suspend": _does(suspend_contract),
    "resume": _does(resume_contract),
    "terminate": _does(terminate_contract),
    "leave": _does(leave_contract),
    "close": _does(close_contract),
}


def terms_in_force(asked: Asked) -> Terms | None:
    """Return the newest terms of a contract in sight, where they can be read."""
    versions = queries.versions(asked.viewer, asked.contract)
    begun = [row for row in versions if row.from_day <= asked.today] or list(versions[-1:])
    try:
        return terms_from(begun[0].content) if begun else None
    except WrongTerms:
        return None


def _turns_at(asked: Asked) -> str:
    """Return the organisation for which the viewer may turn a switch, by the terms."""
    terms = terms_in_force(asked)
    codes = [code for one in (terms.switches if terms else ()) for code in one.may_turn]
    return next((code for code in codes if asked.viewer.may(TURN, code)), asked.contract.buyer)


def _switch_form(data: Any, asked: Asked) -> DeedForm:
    terms = terms_in_force(asked)
    switches = terms.switches if terms else ()
    turns = [
        (f"{one.name}:{position.name}", f"{one.name}: {position.name}")
        for one in switches
        for position in one.positions
    ]
    triggers = sorted({each for one in switches for each in one.triggers})
    return forms.SwitchForm(data, turns, triggers, asked.today)


def _turn(doing: Doing) -> object:
    name, _, position = doing.said["turn"].partition(":")
    return turn_switch(
        contract=doing.contract, name=name, position=position, from_day=doing.said["from_day"],
        because=doing.said["because"], trigger=doing.said.get("trigger", ""), **doing.who,
    )  # fmt: skip


SWITCH = Deed(
    "turn", "Turn a switch", TURN, Side.BUYER, _switch_form, _turn,
    explained="What a surge brings into force, at the notice that was agreed.", at=_turns_at,
)  # fmt: skip


def _verbs() -> Iterator[Deed]:
    for verb in CONTRACTS.verbs():
        row = next(each for each in CONTRACTS.rows if each.verb == verb)
        if row.side is not Side.CLOCK:
            yield Deed(
                verb, row.label, row.permission, Side(row.side), _FORMS.get(verb, _plain),
                _SERVICES[verb], explained=EXPLAINED.get(verb, ""), ends=verb in ENDS,
            )  # fmt: skip


VERBS: Mapping[str, Deed] = {deed.name: deed for deed in _verbs()}
REVISE = Deed(
    "revise", "Revise the draft", MANAGE, Side.BUYER, _revise_form, _revise,
    explained="A new version of its terms; nobody has signed it yet.",
)  # fmt: skip
DEEDS: Mapping[str, Deed] = {**VERBS, SWITCH.name: SWITCH, REVISE.name: REVISE}
