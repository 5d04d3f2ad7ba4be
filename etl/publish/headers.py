"""What every answer says to a browser: nothing from elsewhere, no script or style inside a page, no guessing of types, no frames.

Direction marks that turn the order of letters round (U+202A and the like) are written out in pages, so that no text can make a page
read otherwise than it is.
"""

import re
from typing import Any

from datasette import hookimpl

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
}
_TURNING = re.compile(b"\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]")
"""The characters in UTF-8. A page comes in one piece, so none is cut in two."""


def written_out(page: bytes) -> bytes:
    """Return a page in which characters that turn the direction of text are written out."""
    return _TURNING.sub(lambda found: f"⟨U+{ord(found[0].decode()):04X}⟩".encode(), page)


@hookimpl(trylast=True)
def asgi_wrapper(datasette: Any) -> Any:
    """Add the headers to every answer, errors too."""

    def wrap(app: Any) -> Any:
        async def with_headers(scope: dict[str, Any], receive: Any, send: Any) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            await app(scope, receive, _Sending(send))

        return with_headers

    return wrap


class _Sending:
    """Sends on what an application sends, with the headers, and pages with their direction marks written out."""

    def __init__(self, send: Any) -> None:
        self._send, self._page = send, False

    async def __call__(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            given = [(name.lower(), value) for name, value in message.get("headers") or []]
            names = {bytes(name) for name, _ in given}
            self._page = any(bytes(name) == b"content-type" and bytes(value).startswith(b"text/html") for name, value in given)
            if self._page:  # its length may change
                given = [(name, value) for name, value in given if bytes(name) != b"content-length"]
            more = [(name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in names]
            message = {**message, "headers": [*given, *more]}
        elif message["type"] == "http.response.body" and self._page and message.get("body"):
            message = {**message, "body": written_out(message["body"])}
        await self._send(message)
