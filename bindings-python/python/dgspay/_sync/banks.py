# Generated from `_async` by `scripts/generate-python`. Do not edit.
"""Banks and mobile-money providers that payouts can go to."""

from __future__ import annotations

from .._blocking import finish

TYPE_CHECKING = False
if TYPE_CHECKING:
    import builtins

    from .._native import Bank, Client
    from ..types import Country


class Banks:
    """Banks and mobile-money providers that payouts can go to."""

    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def list(
        self,
        country: Country,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> builtins.list[Bank]:
        """The banks and providers of a country (`GET /banks/{country}`).

        The list changes: fetch it when you need it.

        Args:
            country: The country's two-letter ISO code, such as "RW".
            timeout: How many seconds the whole call may take; else the client's setting.
            max_retries: How often it may be sent again; else the client's setting.
            idempotency_key: Not sent: a read needs none.

        Raises:
            NotFoundError: The service knows none there.
            DgsPayError: Refused credentials, or a connection or service error after the retries.
        """
        call = self._client.list_banks(country, (timeout, max_retries, idempotency_key))
        banks: builtins.list[Bank] = finish(call)
        return banks
