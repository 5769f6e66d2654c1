"""The addresses of a contract's use and money, for the list of addresses of contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from tidegate.controlroom.contracts import invoice_views, use_return_views, use_review_views
from tidegate.controlroom.contracts import use_views as views

if TYPE_CHECKING:
    from django.urls import URLPattern

_USE = "<str:reference>/use/"
_WEEK = "<int:number>/<str:week>/"
urlpatterns: list[URLPattern] = [
    path(_USE, views.use, name="use"),
    path(f"{_USE}files/<str:name>", views.download, name="use_file"),
    path(f"{_USE}returns/", use_return_views.from_file, name="use_returns"),
    path(f"{_USE}returns/{_WEEK}", use_return_views.use_return, name="use_return"),
    path(f"{_USE}seen/{_WEEK}", use_return_views.seen, name="use_seen"),
    path(f"{_USE}lines/<int:number>/release/", use_review_views.release, name="use_release"),
    path(f"{_USE}invoices/new/", invoice_views.receive, name="use_invoice_new"),
    path(f"{_USE}invoices/<int:number>/", invoice_views.invoice, name="use_invoice"),
    path(f"{_USE}reviews/new/", use_review_views.open_review, name="use_review_new"),
    path(f"{_USE}reviews/<int:number>/", use_review_views.review, name="use_review"),
    path(f"{_USE}reviews/<int:number>/reply/", use_review_views.reply, name="use_review_reply"),
]
