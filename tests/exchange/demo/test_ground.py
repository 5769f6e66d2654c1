"""The fictional map has a place for whatever a plan's map draws."""

from tidegate.core.demo.organisations import AREA, SITES
from tidegate.exchange.demo.ground import demo_ground


def test_every_site_provider_and_the_area_have_a_place() -> None:
    ground = demo_ground()
    wanted = {AREA} | {site.site for site in SITES} | {site.provider for site in SITES}
    assert wanted <= ground.points.keys()


def test_the_coast_is_one_closed_ring() -> None:
    ((ring,),) = (outline.rings for outline in demo_ground().outlines)
    assert ring[0] == ring[-1]
