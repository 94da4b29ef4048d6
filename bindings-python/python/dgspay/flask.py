"""Webhooks in Flask: `@webhook()` makes a view of a function that takes an event.

from dgspay.flask import webhook

@app.post("/dgspay/webhook")
@webhook()
def receive(event: Event) -> None: ...
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from flask import current_app, request

from ._receiver import NOT_BELIEVED, RECEIVED, refusal, signature, verifier

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from ._native import Webhook
    from .types import EventHandler, Secrets

__all__ = ["webhook"]


def webhook(
    secrets: Webhook | Secrets | None = None,
) -> Callable[[EventHandler], Callable[[], ResponseReturnValue]]:
    """Makes a view of a handler of events.

    The view verifies the raw body and calls the handler. Once the handler has returned, it answers 200;
    if the handler raises, Flask answers 500, and the event is delivered again. What is not believed never
    gets to the handler: 401 for a signature, 400 for a body that is no event.

    The handler may be called more than once for an event: remember each `event.dedupe_key`. It may be
    async, as every view of Flask.

    Args:
        secrets: One webhook secret, all that are in use, or a `Webhook`; else those of the
            environment.

    Raises:
        ConfigError: There is no secret, or one that cannot be used.
    """
    trusted = verifier(secrets)

    def decorate(handler: EventHandler) -> Callable[[], ResponseReturnValue]:
        @wraps(handler)
        def view() -> ResponseReturnValue:
            try:
                event = trusted.verify(request.get_data(), signature(request.headers.get))
            except NOT_BELIEVED as error:
                return refusal(error)
            current_app.ensure_sync(handler)(event)
            return RECEIVED

        return view

    return decorate
