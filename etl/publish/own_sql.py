"""People's own SQL waits for its turn, so that a heavy query, or many, leave threads for the site's pages.

Datasette stops a query after some seconds; until then it holds one of a few threads. So many run at once here, others wait,
and who waits too long is told to come back.
"""

import asyncio
from contextvars import ContextVar
from typing import Any
from urllib.parse import parse_qs
from weakref import WeakKeyDictionary

from datasette import hookimpl
from datasette.utils.asgi import Response

AT_ONCE = 2
"""Fewer than the threads of `num_sql_threads`."""
PATIENCE = 20.0
"""Seconds after which one who waits is told that the site is busy."""
_turns: WeakKeyDictionary[Any, WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore]] = WeakKeyDictionary()
"""Kept by Datasette and not by the application, of which Datasette 1.0 makes a new one for every internal request."""
_has_turn: ContextVar[bool] = ContextVar("_has_turn", default=False)
"""Set in a request that has its turn: CSV asks for its rows by a request of its own, which must not wait for another."""


@hookimpl
def asgi_wrapper(datasette: Any) -> Any:
    """Let requests with `sql=` in by turns."""
    turns = _turns.setdefault(datasette, WeakKeyDictionary())

    def wrap(app: Any) -> Any:
        async def in_turn(scope: dict[str, Any], receive: Any, send: Any) -> None:
            if scope["type"] != "http" or _has_turn.get() or not parse_qs(scope.get("query_string", b"").decode("latin-1")).get("sql"):
                await app(scope, receive, send)
                return
            turn = turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE))
            try:
                await asyncio.wait_for(turn.acquire(), PATIENCE)
            except TimeoutError:
                message = "Too many queries are running. Try again in a minute, or download the database and run yours there.\n"
                await Response.text(message, status=503, headers={"Retry-After": "60"}).asgi_send(send)
                return
            token = _has_turn.set(True)
            try:
                await app(scope, receive, send)
            finally:
                _has_turn.reset(token)
                turn.release()

        return in_turn

    return wrap
