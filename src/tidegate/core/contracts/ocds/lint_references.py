"""Lints of who and what a release refers to, and of what its tags announce."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tidegate.core.contracts.ocds.codes import Tag
from tidegate.core.contracts.ocds.faults import Fault, FaultCode, LintTerms
from tidegate.core.contracts.ocds.walking import Object, listed, name_of, part, texts

if TYPE_CHECKING:
    from tidegate.core.contracts.ocds.seen import Seen

_NOT_IN_FORCE = {"pending", "cancelled", "unsuccessful"}
_SECTIONS: dict[Tag, tuple[str, ...]] = {
    Tag.PLANNING: ("planning", "tender"),
    Tag.PLANNING_UPDATE: ("planning", "tender"),
    Tag.TENDER: ("tender",),
    Tag.TENDER_AMENDMENT: ("tender",),
    Tag.TENDER_UPDATE: ("tender",),
    Tag.TENDER_CANCELLATION: ("tender",),
    Tag.AWARD: ("awards",),
    Tag.AWARD_UPDATE: ("awards",),
    Tag.AWARD_CANCELLATION: ("awards",),
    Tag.CONTRACT: ("contracts",),
    Tag.CONTRACT_UPDATE: ("contracts",),
    Tag.CONTRACT_AMENDMENT: ("contracts",),
    Tag.CONTRACT_TERMINATION: ("contracts",),
}
_IMPLEMENTATION = {Tag.IMPLEMENTATION.value, Tag.IMPLEMENTATION_UPDATE.value}


def awards_named(release: Object, seen: Seen, _terms: LintTerms) -> Iterator[Fault]:
    """Find contracts whose award nobody told of."""
    for path, one in listed(release, "contracts"):
        named = one.get("awardID")
        if named is not None and str(named) not in seen.awards:
            detail = f"Contract {name_of(one)} names award {named}, which no release tells of."
            yield Fault(FaultCode.AWARD_DANGLING, f"{path}/awardID", detail, str(named))


def awards_in_force(release: Object, seen: Seen, _terms: LintTerms) -> Iterator[Fault]:
    """Find active contracts on awards that are not in force."""
    for path, one in listed(release, "contracts"):
        contract = seen.contracts[name_of(one)].fields
        status = str(seen.award_of(contract).get("status"))
        if contract.get("status") == "active" and status in _NOT_IN_FORCE:
            named = contract.get("awardID")
            detail = f"Contract {name_of(one)} is active, its award {named} is {status}."
            yield Fault(FaultCode.ACTIVE_ON_PENDING_AWARD, f"{path}/status", detail)


def parties_named(release: Object, seen: Seen, _terms: LintTerms) -> Iterator[Fault]:
    """Find a buyer and suppliers that are not among the parties.

    A release that lists parties lists all whom it names; one that lists none may rely on earlier
    ones.
    """
    known = {name_of(one) for _, one in listed(release, "parties")} or seen.parties
    buyer = part(release, "buyer")
    if buyer and name_of(buyer) not in known:
        detail = f"The buyer {_said(buyer)} is not among the parties."
        yield Fault(FaultCode.BUYER_NOT_A_PARTY, "/buyer/id", detail)
    for award_path, award in listed(release, "awards"):
        for path, supplier in listed(award, "suppliers", award_path):
            if name_of(supplier) not in known:
                detail = f"Supplier {_said(supplier)} is not among the parties."
                yield Fault(FaultCode.SUPPLIER_NOT_A_PARTY, f"{path}/id", detail)


def tags_kept(release: Object, _seen: Seen, _terms: LintTerms) -> Iterator[Fault]:
    """Find tags that announce a section which the release does not hold."""
    for number, tag in enumerate(texts(release, "tag")):
        if tag in _IMPLEMENTATION:
            holds = any(part(one, "implementation") for _, one in listed(release, "contracts"))
            asked = "contracts/implementation"
        elif tag in set(_SECTIONS):
            sections = _SECTIONS[Tag(tag)]
            holds = any(release.get(section) for section in sections)
            asked = " or ".join(sections)
        else:
            continue
        if not holds:
            detail = f"The tag “{tag}” announces {asked}, and the release holds none."
            yield Fault(FaultCode.TAG_WITHOUT_OBJECT, f"/tag/{number}", detail)


def _said(one: Object) -> str:
    return name_of(one) or str(one.get("name") or "without an identifier")
