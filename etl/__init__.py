"""Readouts: transcripts and readouts of diplomatic meetings as a SQLite database."""

__version__ = "0.1.0"
