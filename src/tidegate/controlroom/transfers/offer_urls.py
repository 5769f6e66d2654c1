"""The addresses of offers, waves, the ledger of use and alerts, within those of transfers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from tidegate.controlroom.transfers import alert_views, offer_views, use_views, wave_views

if TYPE_CHECKING:
    from django.urls import URLPattern

urlpatterns: list[URLPattern] = [
    path("offers/", offer_views.offers, name="offers"),
    path("offers/post/", offer_views.post, name="post_offer"),
    path("offers/<int:number>/", offer_views.offer, name="offer"),
    path("offers/<int:number>/confirm/", offer_views.confirm, name="confirm_offer"),
    path("offers/<int:number>/withdraw/", offer_views.withdraw, name="withdraw_offer"),
    path("waves/", wave_views.waves, name="waves"),
    path("waves/of-plan/<int:number>/", wave_views.ask, name="ask"),
    path("waves/<int:number>/", wave_views.wave, name="wave"),
    path("waves/<int:number>/outcomes.csv", wave_views.outcomes, name="outcomes"),
    path("use/", use_views.use, name="use"),
    path("use/<str:name>", use_views.download, name="use_download"),
    path("alerts/", alert_views.alerts, name="alerts"),
    path("alerts/set/", alert_views.set_one, name="set_alert"),
    path("alerts/<int:number>/end/", alert_views.end, name="end_alert"),
]
