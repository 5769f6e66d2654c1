"""Assurance gates: what a complex contract must have answered before it goes on."""
