"""The address of the board."""

from __future__ import annotations

from django.urls import path

from tidegate.controlroom.board import views

app_name = "board"
urlpatterns = [path("", views.board, name="board")]
