"""The addresses of the accounts room, under ``account/``."""

from __future__ import annotations

from django.urls import path

from tidegate.controlroom.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.me, name="me"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
]
