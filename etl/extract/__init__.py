"""From files to documents: one module a format, the one place where text changes."""
