"""Transactions: what has happened on the account."""

from __future__ import annotations

from .._bridge import finish
from .._native import TransactionFilter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from .._native import Client, Transaction, TransactionPage
    from ..types import PaymentStatus


class AsyncTransactions:
    """Transactions: what has happened on the account."""

    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    async def list(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
        status: PaymentStatus | None = None,
        reference: str | None = None,
        payment_link_id: str | None = None,
        flw_reference: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> TransactionPage:
        """One page of transactions, the newest first (`GET /transactions`).

        Args:
            page: Which page, counted from 1.
            limit: How many a page, 1 to 100; the service's default is 20.
            status: Only those that stand so: "pending", "successful" or "failed".
            reference: Only the one with this reference.
            payment_link_id: Only those of this payment link.
            flw_reference: Only the one with this reference of the provider underneath.
            timeout: How many seconds the whole call may take; else the client's setting.
            max_retries: How often it may be sent again; else the client's setting.
            idempotency_key: Not sent: a read needs none.

        Raises:
            ValidationError: A page or limit out of range.
            DgsPayError: Refused credentials, or a connection or service error after the retries.
        """
        wanted = TransactionFilter(
            page=page,
            limit=limit,
            status=status,
            reference=reference,
            payment_link_id=payment_link_id,
            flw_reference=flw_reference,
        )
        call = self._client.list_transactions(wanted, (timeout, max_retries, idempotency_key))
        found: TransactionPage = await finish(call)
        return found

    async def get(
        self,
        reference: str,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> Transaction:
        """One transaction, by its identifier or the payment's reference (`GET /transactions/{id}`).

        Args:
            reference: The identifier or reference.
            timeout: How many seconds the whole call may take; else the client's setting.
            max_retries: How often it may be sent again; else the client's setting.
            idempotency_key: Not sent: a read needs none.

        Raises:
            NotFoundError: There is none, or it is another account's.
            DgsPayError: Refused credentials, or a connection or service error after the retries.
        """
        call = self._client.get_transaction(reference, (timeout, max_retries, idempotency_key))
        found: Transaction = await finish(call)
        return found

    async def iter(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
        status: PaymentStatus | None = None,
        reference: str | None = None,
        payment_link_id: str | None = None,
        flw_reference: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> AsyncIterator[Transaction]:
        """All transactions that fit, page after page, each fetched when it is reached.

        Args and Raises as `list`; `page` is where to begin.
        """
        next_page = page
        while True:
            found = await self.list(
                page=next_page,
                limit=limit,
                status=status,
                reference=reference,
                payment_link_id=payment_link_id,
                flw_reference=flw_reference,
                timeout=timeout,
                max_retries=max_retries,
                idempotency_key=idempotency_key,
            )
            for transaction in found.transactions:
                yield transaction
            next_page = found.next_page
            if next_page is None:
                return
