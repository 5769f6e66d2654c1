"""Transfers: offers, requests, places, messages and the ledger of use."""
