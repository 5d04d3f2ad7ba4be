"""Cells that a spreadsheet would run as formulas, made harmless.

Excel, LibreOffice and Google Sheets read a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return as a formula (CWE-1236). Such a text
gets an apostrophe before it, as OWASP advises; numbers stay as they are, and so does what is in the database.
"""

_OPENING = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(value: object) -> object:
    """Return a cell's value as it may stand in a CSV file: texts that begin like a formula with an apostrophe before them."""
    if isinstance(value, str) and value.startswith(_OPENING):
        return f"'{value}"
    return value
