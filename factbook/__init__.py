"""Runs systems whose truth is the list of facts that happened."""
