"""Webhooks in FastAPI and Starlette: `@webhook()` makes an endpoint of a function that takes an event.

from dgspay.fastapi import webhook

@app.post("/dgspay/webhook")
@webhook()
async def receive(event: Event) -> None: ...

Route("/dgspay/webhook", receive, methods=["POST"])  # the same in Starlette
"""

from __future__ import annotations

from functools import update_wrapper
from inspect import isawaitable, iscoroutinefunction
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request  # noqa: TC002 - FastAPI looks for it when the program runs
from starlette.responses import JSONResponse

from ._receiver import NOT_BELIEVED, RECEIVED, refusal, signature, verifier

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ._native import Webhook
    from .types import EventHandler, Secrets

__all__ = ["webhook"]


def webhook(
    secrets: Webhook | Secrets | None = None,
) -> Callable[[EventHandler], Callable[[Request], Awaitable[JSONResponse]]]:
    """Makes an endpoint of a handler of events.

    The endpoint verifies the raw body and calls the handler, a plain function on a thread of its own.
    Once the handler has returned, it answers 200; if the handler raises, the framework answers 500, and
    the event is delivered again. What is not believed never gets to the handler: 401 for a signature, 400
    for a body that is no event.

    The handler may be called more than once for an event: remember each `event.dedupe_key`.

    Args:
        secrets: One webhook secret, all that are in use, or a `Webhook`; else those of the
            environment.

    Raises:
        ConfigError: There is no secret, or one that cannot be used.
    """
    trusted = verifier(secrets)

    def decorate(handler: EventHandler) -> Callable[[Request], Awaitable[JSONResponse]]:
        async def endpoint(request: Request) -> JSONResponse:
            try:
                event = trusted.verify(await request.body(), signature(request.headers.get))
            except NOT_BELIEVED as error:
                return JSONResponse(*refusal(error))
            on_loop = iscoroutinefunction(handler)
            ended = handler(event) if on_loop else await run_in_threadpool(handler, event)
            if isawaitable(ended):
                await ended
            return JSONResponse(RECEIVED)

        # Its name and its words, but not its argument: FastAPI would look for an event in the body.
        update_wrapper(endpoint, handler, assigned=("__module__", "__name__", "__qualname__", "__doc__"))
        endpoint.__dict__.pop("__wrapped__")
        return endpoint

    return decorate
