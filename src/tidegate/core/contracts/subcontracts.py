"""The tree beneath a contract: who does which service for whom, and who answers for it.

Each edge passes services and money from a lead to a sub. It is a directed graph without a circle;
each service is passed along one line only, so that exactly one party is accountable for it; what a
party passes on is worth no more than what it gets; every sub inherits the clauses that must pass
down; and ending one party's contract names everybody beneath it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tidegate.core.reasons import Reason

RULES = "subcontracts 2026-11"

CLAUSES: Mapping[str, str] = {
    "reporting": "Reports as the contract asks for them",
    "exit": "Takes part in the exit plan",
    "termination": "Ends, or goes over, when the contract above it ends",
}
"""What every subcontract inherits."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One subcontract.

    Attributes:
        lead: who passes on.
        sub: who takes on.
        services: what is passed on.
        value_pence: what it is worth over its term.
        clauses: names of ``CLAUSES`` that it carries.
        novates_to: to whom it goes over when the contract above it ends; empty: to nobody.
    """

    lead: str
    sub: str
    services: frozenset[str]
    value_pence: int
    clauses: frozenset[str] = frozenset(CLAUSES)
    novates_to: str = ""


@dataclass(frozen=True, slots=True)
class Tree:
    """A contract with what is beneath it.

    Attributes:
        root: the provider that signs.
        services: what the contract covers.
        value_pence: what it is worth over its term.
        edges: its subcontracts.
    """

    root: str
    services: frozenset[str]
    value_pence: int
    edges: tuple[Edge, ...] = ()


def subcontract_faults(tree: Tree) -> tuple[Reason, ...]:
    """Return what is wrong with a tree; empty when it holds together."""
    return (
        *_pairs(tree),
        *_circles(tree),
        *_loose(tree),
        *_services(tree),
        *_values(tree),
        *_clauses(tree),
    )


def accountable(tree: Tree) -> Mapping[str, str]:
    """Return for each service of a faultless tree the one party that does it and answers for it.

    It is the end of the line along which the service was passed; what nobody passed on is the
    root's.
    """
    found = {}
    for service in sorted(tree.services):
        passed = {edge.lead: edge.sub for edge in tree.edges if service in edge.services}
        at = tree.root
        while at in passed:
            at = passed[at]
        found[service] = at
    return found


def affected(tree: Tree, party: str) -> tuple[Edge, ...]:
    """Return every subcontract beneath a party, nearest first: who is hit when its contract ends.

    It works on trees with faults too, circles included: each subcontract is named once.
    """
    found: list[Edge] = []
    waiting, seen = [party], {party}
    while waiting:
        lead = waiting.pop(0)
        for edge in tree.edges:
            if edge.lead == lead:
                found.append(edge)
                if edge.sub not in seen:
                    seen.add(edge.sub)
                    waiting.append(edge.sub)
    return tuple(found)


def ends_with(edges: Iterable[Edge]) -> tuple[str, ...]:
    """Return the parties that lose what they do: those whose subcontract goes over to nobody."""
    return tuple(dict.fromkeys(edge.sub for edge in edges if not edge.novates_to))


def _no(code: str, detail: str, **inputs: object) -> Reason:
    return Reason(code, detail, inputs, RULES)


def _pairs(tree: Tree) -> Iterator[Reason]:
    counted = Counter((edge.lead, edge.sub) for edge in tree.edges)
    for (lead, sub), number in counted.items():
        if number > 1:
            detail = f"{lead} has two subcontracts with {sub}: make them one."
            yield _no("SUBCONTRACT_TWICE", detail, lead=lead, sub=sub)
    for edge in tree.edges:
        if not edge.services:
            detail = f"Nothing is said of what {edge.sub} does for {edge.lead}."
            yield _no("NO_SERVICE", detail, lead=edge.lead, sub=edge.sub)


def _circles(tree: Tree) -> Iterator[Reason]:
    for party in dict.fromkeys([tree.root, *(edge.lead for edge in tree.edges)]):
        if any(edge.sub == party for edge in affected(tree, party)):
            detail = f"{party} is its own subcontractor, directly or through others."
            yield _no("CIRCLE", detail, party=party)


def _loose(tree: Tree) -> Iterator[Reason]:
    held = set(affected(tree, tree.root))
    for edge in tree.edges:
        if edge not in held:
            detail = f"{edge.lead} has no contract here that it could pass on to {edge.sub}."
            yield _no("LEAD_UNKNOWN", detail, lead=edge.lead, sub=edge.sub)


def _services(tree: Tree) -> Iterator[Reason]:
    for edge in tree.edges:
        gets = tree.services if edge.lead == tree.root else _given_to(tree, edge.lead)
        for service in sorted(edge.services - gets):
            detail = f"{edge.lead} passes on {service}, which it does not have."
            yield _no("SERVICE_NOT_HELD", detail, lead=edge.lead, service=service)
    passed = [(service, edge) for edge in tree.edges for service in edge.services]
    for side in ("lead", "sub"):
        counted = Counter((service, getattr(edge, side)) for service, edge in passed)
        for (service, party), number in sorted(counted.items()):
            if number > 1:
                detail = f"{service} is passed on {number} times: nobody alone answers for it."
                yield _no("TWO_ACCOUNTABLE", detail, service=service, party=party)


def _given_to(tree: Tree, party: str) -> frozenset[str]:
    return frozenset(
        service for edge in tree.edges if edge.sub == party for service in edge.services
    )


def _values(tree: Tree) -> Iterator[Reason]:
    gets: Counter[str] = Counter({tree.root: tree.value_pence})
    gives: Counter[str] = Counter()
    for edge in tree.edges:
        gets[edge.sub] += edge.value_pence
        gives[edge.lead] += edge.value_pence
        if edge.value_pence < 0:
            yield _no("VALUE_BELOW_ZERO", f"What {edge.sub} gets is below zero.", sub=edge.sub)
    for lead, total in gives.items():
        if total > gets[lead]:
            detail = f"{lead} passes on more money than it gets."
            yield _no("VALUE_ABOVE_PARENT", detail, lead=lead, gets=gets[lead], gives=total)


def _clauses(tree: Tree) -> Iterator[Reason]:
    for edge in tree.edges:
        for clause in sorted(set(CLAUSES) - edge.clauses):
            detail = f"The subcontract of {edge.sub} lacks this: {CLAUSES[clause]}."
            yield _no("CLAUSE_MISSING", detail, sub=edge.sub, clause=clause)
