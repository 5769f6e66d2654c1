"""Read packages of the Open Contracting Data Standard that anybody wrote."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tidegate.core.contracts.ocds.codes import Tag
from tidegate.core.contracts.ocds.moments import moment_of
from tidegate.exchange.contracts.ocds_terms import PREFIX
from tidegate.exchange.findings import Finding, UnusableInput, error, refuse_errors, warning
from tidegate.exchange.sources import describe_source, open_text, refuse_unless_text

if TYPE_CHECKING:
    from pathlib import Path

    from tidegate.exchange.sources import Source

KIND = "ocds-package"
_MOST_BYTES = 200_000_000
_ASKED = ("ocid", "id", "date", "tag")
_OWN_PREFIX = re.compile(rf"{PREFIX.pattern}-.+", re.DOTALL)

Release = dict[str, Any]


@dataclass(frozen=True, slots=True)
class OcdsPackage:
    """Releases of one file.

    Attributes:
        source: the file.
        form: “release package”, “record package” or “release”.
        version: of the standard, as the file says; empty where it says none.
        publisher: its name, as the file says.
        extensions: addresses that the file declares.
        releases: as they were written; of a record without releases, its compiled release.
        findings: warnings.
    """

    source: Source
    form: str
    version: str
    publisher: str
    extensions: tuple[str, ...]
    releases: tuple[Release, ...]
    findings: tuple[Finding, ...]


def read_ocds(path: Path) -> OcdsPackage:
    """Read a release package, a record package or a single release; JSON, or a zip of one.

    Form beyond what compiling and lints need is left to a validator.

    Raises:
        UnusableInput: no file, no JSON, none of the three, no release in it, or a release without
            what tells it apart: ocid, id, date, tag.
    """
    with open_text(path) as opened:
        name, raw = opened.name, opened.stream.read(_MOST_BYTES + 1)
        member = opened.member
    if len(raw) > _MOST_BYTES:
        raise UnusableInput([error("FILE_TOO_LARGE", name, "a file of at most 200 MB")])
    refuse_unless_text(raw[:65536], name)
    return _package(_json(raw, name), name, describe_source(path, KIND, member))


def read_all_ocds(paths: Sequence[Path]) -> tuple[OcdsPackage, ...]:
    """Read several files.

    Raises:
        UnusableInput: naming everything that is wrong with any of them.
    """
    packages: list[OcdsPackage] = []
    findings: list[Finding] = []
    for path in paths:
        try:
            packages.append(read_ocds(path))
        except UnusableInput as refused:
            findings += refused.findings
    refuse_errors(findings)
    return tuple(packages)


def releases_once(packages: Sequence[OcdsPackage]) -> tuple[Release, ...]:
    """Return the releases of several files, one that stands in two of them once."""
    found: dict[tuple[str, str], Release] = {}
    for package in packages:
        for release in package.releases:
            found.setdefault((str(release["ocid"]), str(release["id"])), release)
    return tuple(found.values())


def _json(raw: bytes, name: str) -> Release:
    try:
        found = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        row = raw.count(b"\n", 0, problem.start) + 1
        raise UnusableInput([error("WRONG_ENCODING", name, "UTF-8 text", row=row)]) from problem
    except json.JSONDecodeError as problem:
        expected = f"valid JSON: {problem.msg}"
        raise UnusableInput([error("NOT_JSON", name, expected, row=problem.lineno)]) from problem
    except (RecursionError, ValueError) as problem:
        raise UnusableInput([error("NOT_JSON", name, "JSON of few levels")]) from problem
    if not isinstance(found, dict):
        raise _no_package(name)
    return found


def _package(found: Release, name: str, source: Source) -> OcdsPackage:
    if isinstance(found.get("releases"), list):
        form, given = "release package", list(enumerate(found["releases"]))
        placed = [(f"releases/{number}", each) for number, each in given]
    elif isinstance(found.get("records"), list):
        form, placed = "record package", list(_of_records(found["records"]))
    elif "ocid" in found and "tag" in found:
        form, placed = "release", [("", found)]
    else:
        raise _no_package(name)
    if not placed:
        raise UnusableInput([error("NO_RELEASES", name, "at least one release")])
    publisher = found.get("publisher")
    extensions = found.get("extensions")
    return OcdsPackage(
        source=source,
        form=form,
        version=str(found.get("version") or ""),
        publisher=str(publisher.get("name") or "") if isinstance(publisher, dict) else "",
        extensions=tuple(map(str, extensions if isinstance(extensions, list) else ())),
        releases=tuple(each for _, each in placed),
        findings=refuse_errors([*_of_form(placed, name), *_of_package(found, name)]),
    )


def _no_package(name: str) -> UnusableInput:
    expected = "a release package, a record package or a release of the standard"
    return UnusableInput([error("NOT_OCDS", name, expected)])


def _of_records(records: list[Any]) -> Iterator[tuple[str, Any]]:
    """Yield the releases of records; where a record embeds none, its compiled release."""
    for number, record in enumerate(records):
        within = record if isinstance(record, dict) else {}
        given = within.get("releases")
        embedded = [
            (f"records/{number}/releases/{place}", each)
            for place, each in enumerate(given if isinstance(given, list) else ())
            if isinstance(each, dict) and "url" not in each
        ]
        if not embedded and isinstance(within.get("compiledRelease"), dict):
            embedded = [(f"records/{number}/compiledRelease", within["compiledRelease"])]
        yield from embedded


def _of_form(placed: Sequence[tuple[str, Any]], name: str) -> Iterator[Finding]:
    known: set[tuple[str, str]] = set()
    for place, release in placed:
        if not isinstance(release, dict):
            yield error("NOT_A_RELEASE", name, "an object", column=place or None)
            continue
        missing = [field for field in _ASKED if not release.get(field)]
        for field in missing:
            where = f"{place}/{field}".lstrip("/")
            yield error("FIELD_MISSING", name, f"a value for “{field}”", column=where)
        if "date" not in missing and moment_of(release["date"]) is None:
            value, where = str(release["date"]), f"{place}/date".lstrip("/")
            expected = "a date as RFC 3339 has it"
            yield error("NOT_A_DATE", name, expected, column=where, value=value)
        key = (str(release.get("ocid")), str(release.get("id")))
        if not missing and key in known:
            expected = "an identifier that no other release of the process has"
            yield warning("RELEASE_TWICE", name, expected, column=place, value=key[1])
        known.add(key)


def _of_package(found: Release, name: str) -> Iterator[Finding]:
    version = str(found.get("version") or "")
    packaged = "releases" in found or "records" in found
    if packaged and version != "1.1":
        expected = "version 1.1 of the standard"
        yield warning("OTHER_VERSION", name, expected, value=version or None)
    given = found.get("releases") or found.get("records")
    told = given if isinstance(given, list) else [found]
    ocids = {str(each["ocid"]) for each in told if isinstance(each, dict) and each.get("ocid")}
    for ocid in sorted(ocid for ocid in ocids if not _OWN_PREFIX.fullmatch(ocid)):
        expected = "“ocds-”, six letters or digits, a dash and a name"
        yield warning("ODD_PREFIX", name, expected, column="ocid", value=ocid)


def is_compiled(release: Release) -> bool:
    """Say whether a release is a compiled one, in which earlier faults can no longer be seen."""
    return release.get("tag") == [Tag.COMPILED.value]
