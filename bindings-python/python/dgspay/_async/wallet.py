"""The wallet: what was received, and what of it can be paid out."""

from __future__ import annotations

from .._bridge import finish

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .._native import Balance, Client


class AsyncWallet:
    """The wallet: what was received, and what of it can be paid out."""

    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    async def balances(
        self,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> list[Balance]:
        """The balances, one for each currency (`GET /balance`).

        Args:
            timeout: How many seconds the whole call may take; else the client's setting.
            max_retries: How often it may be sent again; else the client's setting.
            idempotency_key: Not sent: a read needs none.

        Raises:
            DgsPayError: Refused credentials, or a connection or service error after the retries.
        """
        call = self._client.balances(timeout, max_retries, idempotency_key)
        balances: list[Balance] = await finish(call)
        return balances
