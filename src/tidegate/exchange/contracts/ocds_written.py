"""Write releases as packages of the Open Contracting Data Standard, extensions declared."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tidegate.core.contracts.ocds.compiling import compiled, in_time_order, processes
from tidegate.core.contracts.ocds.pieces import moment

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.exchange.contracts.ocds_terms import OcdsTerms

Release = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Publication:
    """Who publishes a package, where and when.

    Attributes:
        publisher: name of the organisation.
        publisher_code: its ODS code; empty: not said.
        uri: where the package lies.
        at: when it was published; aware.
    """

    publisher: str
    publisher_code: str
    uri: str
    at: datetime


def release_package(
    releases: Sequence[Release], publication: Publication, terms: OcdsTerms
) -> dict[str, Any]:
    """Return a release package: every release as it was given.

    Raises:
        ValueError: there is no release; a package holds at least one.
    """
    if not releases:
        raise ValueError("a package holds at least one release")
    return _head(publication, terms) | {"releases": [dict(each) for each in releases]}


def record_package(
    releases: Sequence[Release], publication: Publication, terms: OcdsTerms
) -> dict[str, Any]:
    """Return a record package: for each process its releases and how they compile.

    Raises:
        ValueError: there is no release.
        NotMergeable: releases of a process contradict each other’s shape.
    """
    if not releases:
        raise ValueError("a package holds at least one record")
    records = [
        {
            "ocid": ocid,
            "releases": [dict(each) for each in in_time_order(own)],
            "compiledRelease": compiled(own, terms.merge),
        }
        for ocid, own in processes(releases).items()
    ]
    return _head(publication, terms) | {"records": records}


def package_text(package: Mapping[str, Any]) -> str:
    """Return a package as the text of a JSON file; the same package gives the same text."""
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _head(publication: Publication, terms: OcdsTerms) -> dict[str, Any]:
    publisher = {"name": publication.publisher}
    if publication.publisher_code:
        publisher |= {"scheme": "GB-NHS", "uid": publication.publisher_code}
    return {
        "uri": publication.uri,
        "version": terms.standard,
        "extensions": list(terms.extensions),
        "publishedDate": moment(publication.at),
        "publisher": publisher,
    }
