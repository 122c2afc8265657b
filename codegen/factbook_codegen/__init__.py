"""Reads a catalogue and writes what follows from it: code, schemas, diagrams."""
