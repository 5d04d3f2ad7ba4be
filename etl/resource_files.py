"""Where the files that come with the package are: in a checkout at its top level, in an installed wheel inside the package."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_CHECKOUT = {"vocabulary": "seeds/vocabulary", "metadata.yml": "metadata.yml", "documents": "seeds/documents"}


def resource(name: str) -> Path:
    """Return the path of "vocabulary", "documents" or "metadata.yml"."""
    installed = _PACKAGE / "resources" / name
    return installed if installed.exists() else _PACKAGE.parent / _CHECKOUT[name]
