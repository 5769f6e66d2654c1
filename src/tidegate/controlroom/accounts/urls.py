"""The addresses of the accounts room, under ``account/``."""

from __future__ import annotations

from django.urls import path

from tidegate.controlroom.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.me, name="me"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/code/", views.sign_in_code, name="sign_in_code"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("password/", views.password, name="password"),
    path("invitation/<int:number>/<str:token>/", views.invitation, name="invitation"),
    path("second-factor/", views.second_factor, name="second_factor"),
    path("second-factor/remove/", views.remove_second_factor, name="remove_second_factor"),
]
