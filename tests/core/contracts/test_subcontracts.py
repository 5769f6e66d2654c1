"""Beneath a contract: no circle, one party answers for each service, no money out of nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.core.contracts.subcontracts import (
    CLAUSES,
    Edge,
    Tree,
    accountable,
    affected,
    ends_with,
    subcontract_faults,
)

PARTIES = "RABCD"
SERVICES = frozenset({"care", "diagnostics", "transport"})


def edge(lead: str, sub: str, *services: str, value: int = 0, **more: object) -> Edge:
    return Edge(lead, sub, frozenset(services), value, **more)  # type: ignore[arg-type]


# A care trust holds the contract and passes primary care on to practices, transport to a firm.
CARE_TRUST = Tree(
    "R",
    SERVICES,
    1000,
    (
        edge("R", "A", "care", "diagnostics", value=600),
        edge("A", "B", "diagnostics", value=200, novates_to="R"),
        edge("R", "C", "transport", value=400),
    ),
)


def codes(tree: Tree) -> list[str]:
    return [fault.code for fault in subcontract_faults(tree)]


def but(tree: Tree, *more: Edge, **changed: object) -> Tree:
    return replace(tree, edges=(*tree.edges, *more), **changed)  # type: ignore[arg-type]


def test_a_tree_that_holds_together_has_one_party_for_each_service() -> None:
    assert codes(CARE_TRUST) == []
    assert accountable(CARE_TRUST) == {"care": "A", "diagnostics": "B", "transport": "C"}
    assert accountable(Tree("R", SERVICES, 0)) == dict.fromkeys(SERVICES, "R")


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (but(CARE_TRUST, edge("B", "A", "diagnostics")), {"CIRCLE", "TWO_ACCOUNTABLE"}),
        (but(CARE_TRUST, edge("B", "R", "diagnostics")), {"CIRCLE"}),
        (but(CARE_TRUST, edge("A", "A", "care")), {"CIRCLE", "TWO_ACCOUNTABLE"}),
        (but(CARE_TRUST, edge("R", "D", "care")), {"TWO_ACCOUNTABLE"}),
        (but(CARE_TRUST, edge("B", "D", "care")), {"SERVICE_NOT_HELD"}),
        (but(CARE_TRUST, edge("X", "D", "care")), {"LEAD_UNKNOWN", "SERVICE_NOT_HELD"}),
        (but(CARE_TRUST, edge("B", "D")), {"NO_SERVICE"}),
        (but(CARE_TRUST, edge("B", "D", "diagnostics", value=201)), {"VALUE_ABOVE_PARENT"}),
        (but(CARE_TRUST, value_pence=999), {"VALUE_ABOVE_PARENT"}),
        (but(CARE_TRUST, edge("B", "D", "diagnostics", value=-1)), {"VALUE_BELOW_ZERO"}),
        (but(CARE_TRUST, edge("B", "D", "diagnostics", clauses=frozenset({"exit"}))),
         {"CLAUSE_MISSING"}),
        (but(CARE_TRUST, edge("R", "C", "care")), {"SUBCONTRACT_TWICE", "TWO_ACCOUNTABLE"}),
    ],
)  # fmt: skip
def test_each_fault_has_its_code(tree: Tree, expected: set[str]) -> None:
    assert set(codes(tree)) == expected


def test_ending_a_party_names_everybody_beneath_it_and_who_loses_its_work() -> None:
    hit = affected(CARE_TRUST, "R")
    assert [each.sub for each in hit] == ["A", "C", "B"]
    assert ends_with(hit) == ("A", "C")  # B’s goes over to the root
    assert [each.sub for each in affected(CARE_TRUST, "A")] == ["B"]
    assert affected(CARE_TRUST, "B") == ()


edges = st.builds(
    Edge,
    lead=st.sampled_from(PARTIES),
    sub=st.sampled_from(PARTIES),
    services=st.frozensets(st.sampled_from(sorted(SERVICES)), max_size=2),
    value_pence=st.integers(0, 60),
    clauses=st.sampled_from([frozenset(CLAUSES), frozenset({"exit"})]),
)
graphs = st.lists(edges, max_size=6).map(lambda made: Tree("R", SERVICES, 100, tuple(made)))


def reach(tree: Tree) -> set[tuple[str, str]]:
    """Slow and obvious: who is beneath whom, by joining pairs until there are no new ones."""
    pairs = {(each.lead, each.sub) for each in tree.edges}
    while more := {(a, d) for (a, b), (c, d) in product(pairs, pairs) if b == c} - pairs:
        pairs |= more
    return pairs


@given(graphs)
@settings(max_examples=50)
def test_on_random_graphs_circles_and_who_is_affected_agree_with_the_slow_way(tree: Tree) -> None:
    beneath = reach(tree)
    circular = any(a == b for a, b in beneath)
    assert ("CIRCLE" in codes(tree)) is circular
    for party in PARTIES:
        assert {each.sub for each in affected(tree, party)} == {b for a, b in beneath if a == party}


@given(graphs)
@settings(max_examples=50)
def test_on_random_graphs_money_is_never_made_unnoticed(tree: Tree) -> None:
    over = {
        party
        for party in PARTIES
        if sum(each.value_pence for each in tree.edges if each.lead == party)
        > sum(each.value_pence for each in tree.edges if each.sub == party)
        + (tree.value_pence if party == "R" else 0)
    }
    named = {
        fault.inputs["lead"]
        for fault in subcontract_faults(tree)
        if fault.code == "VALUE_ABOVE_PARENT"
    }
    assert named == over


@st.composite
def sound(draw: st.DrawFn) -> Tree:
    """A tree that is made sound: each service goes down one line of parties, or stays."""
    lines = {service: draw(st.permutations("ABCD"))[: draw(st.integers(0, 3))]
             for service in sorted(SERVICES)}  # fmt: skip
    order = "RABCD"
    passed: dict[tuple[str, str], set[str]] = {}
    for service, line in lines.items():
        down = ["R", *sorted(line, key=order.index)]
        for lead, sub in pairwise(down):
            passed.setdefault((lead, sub), set()).add(service)
    return Tree(
        "R", SERVICES, 0, tuple(edge(lead, sub, *gone) for (lead, sub), gone in passed.items())
    )


@given(sound())
@settings(max_examples=50)
def test_a_sound_tree_has_no_fault_and_one_accountable_party_for_each_service(tree: Tree) -> None:
    assert codes(tree) == []
    found = accountable(tree)
    assert set(found) == SERVICES
    for service, party in found.items():
        takes = [each.sub for each in tree.edges if service in each.services]
        gives = [each.lead for each in tree.edges if service in each.services]
        assert party == "R" or takes.count(party) == 1
        assert party not in gives
