"""Webhooks in Django: `@webhook()` makes a view of a function that takes an event.

from dgspay.django import webhook

@webhook()
def receive(event: Event) -> None: ...

urlpatterns = [path("dgspay/webhook", receive)]
"""

from __future__ import annotations

from functools import wraps
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ._receiver import NOT_BELIEVED, RECEIVED, refusal, signature, verifier

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from django.http.response import HttpResponseBase

    from ._native import Webhook
    from .types import AnyEvent, EventHandler, Secrets

__all__ = ["webhook"]


def webhook(
    secrets: Webhook | Secrets | None = None,
) -> Callable[[EventHandler], Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]]:
    """Makes a view of a handler of events: it takes POST only, and no CSRF token.

    The view verifies the raw body and calls the handler. Once the handler has returned, it answers 200;
    if the handler raises, Django answers 500, and the event is delivered again. What is not believed
    never gets to the handler: 401 for a signature, 400 for a body that is no event.

    The handler may be called more than once for an event: remember each `event.dedupe_key`. The view of
    an async handler is async.

    Args:
        secrets: One webhook secret, all that are in use, or a `Webhook`; else those of the
            environment.

    Raises:
        ConfigError: There is no secret, or one that cannot be used.
    """
    trusted = verifier(secrets)

    def event_of(request: HttpRequest) -> AnyEvent | JsonResponse:
        try:
            return trusted.verify(request.body, signature(request.headers.get))
        except NOT_BELIEVED as error:
            answer, status = refusal(error)
            return JsonResponse(answer, status=status)

    def decorate(
        handler: EventHandler,
    ) -> Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]:
        @wraps(handler)
        def view(request: HttpRequest) -> HttpResponseBase:
            event = event_of(request)
            if isinstance(event, JsonResponse):
                return event
            handler(event)
            return JsonResponse(RECEIVED)

        @wraps(handler)
        async def async_view(request: HttpRequest) -> HttpResponseBase:
            event = event_of(request)
            if isinstance(event, JsonResponse):
                return event
            await cast("Awaitable[object]", handler(event))
            return JsonResponse(RECEIVED)

        return csrf_exempt(require_POST(async_view if iscoroutinefunction(handler) else view))

    return decorate
