"""Contracts in the control room: portfolio, contract, selection, sizing, use and money."""
