"""The addresses of the plans."""

from __future__ import annotations

from django.urls import path

from tidegate.controlroom.matching import replan_views, views, what_if_views

app_name = "matching"
urlpatterns = [
    path("", views.plans, name="plans"),
    path("new/", views.new, name="new"),
    path("<int:number>/", views.plan, name="plan"),
    path("<int:number>/again/", replan_views.again, name="again"),
    path("<int:number>/difference/", replan_views.difference, name="difference"),
    path("<int:number>/why/", views.why, name="why"),
    path("<int:number>/what-if/", what_if_views.what_if_page, name="what_if"),
    path("<int:number>/report/", views.report, name="report"),
    path("<int:number>/files/<str:name>", views.download, name="download"),
]
