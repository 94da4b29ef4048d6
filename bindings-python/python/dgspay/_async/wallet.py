"""The wallet: what was received, what of it can be paid out, and conversions."""

from __future__ import annotations

from .._bridge import finish

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .._native import Balance, Client, Conversion, ConversionPreview
    from ..types import Amount


class AsyncWallet:
    """The wallet: what was received, what of it can be paid out, and conversions."""

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
        call = self._client.balances((timeout, max_retries, idempotency_key))
        balances: list[Balance] = await finish(call)
        return balances

    async def preview_conversion(
        self,
        *,
        amount: Amount,
        to: str,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> ConversionPreview:
        """What a conversion would give now (`POST /convert`). No money moves.

        Args:
            amount: What would leave the wallet, with its currency: `Money(100, "USD")`.
            to: The currency that it would become, such as "EUR".
            timeout: How many seconds the whole call may take; else the client's setting.
            max_retries: How often it may be sent again; else the client's setting.
            idempotency_key: Not sent: a read needs none.

        Raises:
            ValidationError: An argument was refused, such as a currency that is the amount's own.
            DgsPayError: Refused credentials, or a connection or service error after the retries.
        """
        call = self._client.preview_conversion(amount, to, (timeout, max_retries, idempotency_key))
        preview: ConversionPreview = await finish(call)
        return preview

    async def convert(
        self,
        *,
        amount: Amount,
        to: str,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> Conversion:
        """Converts money of the wallet at the rate of this moment (`POST /convert`).

        The source is debited at once, the target credited later; the webhook tells how it ends. If the
        provider refuses, the source is refunded.

        Args:
            amount: What leaves the wallet, with its currency: `Money(100, "USD")`.
            to: The currency that it becomes, such as "EUR".
            timeout: How many seconds the whole call may take; else the client's setting.
            max_retries: How often it may be sent again, which a conversion is only while no byte of it has
                left this process; else the client's setting.
            idempotency_key: Sent as Idempotency-Key. DGS-Pay documents no such key: it does not make a
                repetition safe, and nothing here relies on it.

        Raises:
            ValidationError: An argument was refused. No money moved.
            InsufficientFundsError: The wallet holds less; `available` and `required` tell how much.
            OutcomeUnknownError: The conversion may have been made: look at the balances.
            DgsPayError: Anything else; no money moved.
        """
        call = self._client.convert(amount, to, (timeout, max_retries, idempotency_key))
        conversion: Conversion = await finish(call)
        return conversion
