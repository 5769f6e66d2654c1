"""Where things are: integrated care boards side by side, small areas, sites, and roads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

BOARD_PEOPLE = 150_000
"""Pathways of one board: a country is made of whole boards, up to the 42 that England has."""
MOST_BOARDS = 42
MILES_ACROSS = 34.0
"""Width of a board: 42 squares of it are about as large as England."""
MOST_MINUTES = 120.0
MINUTES_PER_MILE = 2.4

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Country:
    """Places, by position; codes stand in the tuples of the same name.

    Attributes:
        boards, zones, sites, trusts: codes.
        size: share of the people who live in each board.
        zone_board, site_board, trust_board: board of each.
        zone_size: share of a zone among its board's people.
        zone_at, site_at: miles east and north.
        site_trust: trust that runs a site, or -1 where an independent provider does.
        nearest: trust with the nearest site in the zone's own board.
        quintile: deprivation of each zone, 1 most deprived.
    """

    boards: tuple[str, ...]
    zones: tuple[str, ...]
    sites: tuple[str, ...]
    trusts: tuple[str, ...]
    size: Floats
    zone_board: Numbers
    site_board: Numbers
    trust_board: Numbers
    zone_size: Floats
    zone_at: Floats
    site_at: Floats
    site_trust: Numbers
    nearest: Numbers
    quintile: Numbers

    @property
    def providers(self) -> list[str]:
        """Return the code of whoever runs each site: its trust, or an independent of its own."""
        runs = zip(self.sites, self.site_trust, strict=True)
        return [self.trusts[trust] if trust >= 0 else f"N{site}" for site, trust in runs]


def make_country(random: np.random.Generator, people: int) -> Country:
    """Lay out boards of uneven size in a rectangle, each with towns, zones, trusts and sites."""
    boards = min(MOST_BOARDS, max(1, round(people / BOARD_PEOPLE)))
    across = int(np.ceil(np.sqrt(boards)))
    corner = np.stack(np.divmod(np.arange(boards), across), axis=1) * MILES_ACROSS
    size = random.lognormal(0, 0.35, boards)
    most = max(4, people // boards // 600)
    zones = np.minimum(random.integers(60, 101, boards), most)
    trusts, own = random.integers(2, 5, boards), random.integers(3, 7, boards)
    own, private = np.maximum(own, trusts), random.integers(4, 11, boards)
    towns = random.random((boards, 3, 2)) * (MILES_ACROSS - 8) + 4 + corner[:, None]
    zone_board, site_board = (
        np.repeat(np.arange(boards), zones),
        np.repeat(np.arange(boards), own + private),
    )
    trust_board = np.repeat(np.arange(boards), trusts)
    first_trust = np.concatenate(([0], np.cumsum(trusts)[:-1]))
    nth = _nth(own + private)
    runs = first_trust[site_board] + nth % trusts[site_board]
    site_trust = np.where(nth < own[site_board], runs, -1)
    zone_at = _settle(random, towns, corner, zone_board)
    site_at = towns[site_board, nth % 3] + random.normal(0, 2.5, (len(site_board), 2))
    zone_size = random.gamma(4.0, 1.0, len(zone_board))
    zone_size /= np.bincount(zone_board, zone_size)[zone_board]
    return Country(
        boards=tuple(f"ZQ{board:02}" for board in range(boards)),
        zones=tuple(f"ZQ{b:02}-{n:03}" for b, n in zip(zone_board, _nth(zones), strict=True)),
        sites=tuple(f"Z{b:02}S{n:02}" for b, n in zip(site_board, nth, strict=True)),
        trusts=tuple(f"Z{b:02}T{n}" for b, n in zip(trust_board, _nth(trusts), strict=True)),
        size=size / size.sum(),
        zone_board=zone_board,
        site_board=site_board,
        trust_board=trust_board,
        zone_size=zone_size,
        zone_at=zone_at,
        site_at=site_at,
        site_trust=site_trust,
        nearest=_nearest(zone_at, zone_board, site_at, site_board, site_trust),
        quintile=random.integers(1, 6, len(zone_board)),
    )


def _nth(counts: Numbers) -> Numbers:
    """Number what is repeated: 0, 1, … within each of ``counts``."""
    starts = np.cumsum(counts) - counts
    return np.arange(counts.sum()) - np.repeat(starts, counts)


def _settle(random: np.random.Generator, towns: Floats, corner: Floats, board: Numbers) -> Floats:
    """Put two thirds of the zones round a town, and the others anywhere in their board."""
    town = towns[board, random.integers(0, 3, len(board))]
    urban = town + random.normal(0, 4, (len(board), 2))
    rural = corner[board] + random.random((len(board), 2)) * MILES_ACROSS
    return np.where(random.random((len(board), 1)) < 2 / 3, urban, rural)


def _nearest(
    zone_at: Floats, zone_board: Numbers, site_at: Floats, site_board: Numbers, trust: Numbers
) -> Numbers:
    nearest = np.zeros(len(zone_board), np.int64)
    for board in range(int(zone_board.max()) + 1):
        here, sites = zone_board == board, np.flatnonzero((site_board == board) & (trust >= 0))
        miles = np.hypot(*np.moveaxis(zone_at[here][:, None] - site_at[sites][None], 2, 0))
        nearest[here] = trust[sites[miles.argmin(axis=1)]]
    return nearest


def roads(country: Country) -> pl.DataFrame:
    """Return every journey of up to two hours, across borders as well; columns of ``travel``."""
    frames = []
    for board in range(len(country.boards)):
        zones = np.flatnonzero(country.zone_board == board)
        apart = country.zone_at[zones][:, None] - country.site_at[None]
        miles = np.hypot(*np.moveaxis(apart, 2, 0))
        zone, site = np.nonzero(miles * MINUTES_PER_MILE <= MOST_MINUTES)
        away = miles[zone, site].round(1)
        frames.append(
            pl.DataFrame(
                {
                    "zone": pl.Series(country.zones).gather(zones[zone]),
                    "site": pl.Series(country.sites).gather(site),
                    "minutes": (away * MINUTES_PER_MILE).round(1),
                    "miles": away,
                }
            )
        )
    return pl.concat(frames).filter(pl.col("minutes") <= MOST_MINUTES)
