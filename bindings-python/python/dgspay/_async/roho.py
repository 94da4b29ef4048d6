"""The client of RohoPay for asyncio."""

from __future__ import annotations

from .._amount import in_currency_or_ugx
from .._bridge import finish
from .._native import (
    CheckoutRequest,
    CollectionRequest,
    DisbursementRequest,
    RohoClient,
    RohoTransactionFilter,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime
    from typing import Self

    from .._native import CheckoutSession, RohoBalance, RohoTransaction, RohoTransactionPage
    from ..types import Amount, PaymentStatus, RohoEnvironment, TransactionType


class AsyncRohoPay:
    """A client of RohoPay, for asyncio.

    The methods have the names and arguments of the service's own package. A call that moves money carries
    an idempotency key, the caller's or a fresh one. It is sent again only under that key and with the same
    bytes, so it cannot pay twice.

    Making a client does no IO and starts no thread; connections belong to the process and are shared by
    all clients. It is safe to use from many threads and after a fork. It need not be closed: as a context
    manager it does nothing, for those whose style that is.

    What is not given comes from the environment.

    Args:
        api_key: The API key, "test_..." or "live_..."; else ROHOPAY_API_KEY.
        environment: "test" or "live"; else ROHOPAY_ENVIRONMENT, and without that the key decides. A key of
            the other one is refused before anything is sent.
        base_url: Another address, such as that of a local sandbox; else ROHOPAY_BASE_URL, and without that
            the service's own.
        timeout: How many seconds a whole call may take, retries included; else 60 for calls that move
            money and 20 for others.
        max_retries: How often a call may be sent again, money included; else 2. 0 means one request.
        accept_usd: Whether amounts in US dollars are sent too, in whole dollars. The service's own package
            lists them, no page of its documents does; else they are refused before anything is sent.
        user_agent: What comes behind the library's name in the header User-Agent.

    Raises:
        ConfigError: A setting is missing or cannot be used.
    """

    __slots__ = ("__weakref__", "_client")

    def __init__(
        self,
        api_key: str | None = None,
        *,
        environment: RohoEnvironment | None = None,
        base_url: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        accept_usd: bool = False,
        user_agent: str | None = None,
    ) -> None:
        try:
            self._client = RohoClient(
                api_key, environment, base_url, timeout, max_retries, accept_usd, user_agent
            )
        finally:
            # A traceback that shows local variables must not show these.
            del api_key, base_url

    async def collect(
        self,
        phone: str,
        amount: Amount,
        currency: str | None = None,
        description: str | None = None,
        callback_url: str | None = None,
        *,
        phone_as_is: bool = False,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> RohoTransaction:
        """Asks a payer for a mobile-money payment; a prompt appears on the phone (`POST /collect`).

        The answer may be final already. Usually it is pending, and the result comes by webhook or through
        `wait`. Not every failed payment sends a webhook: look those up that stay pending.

        Args:
            phone: The number that pays, in any usual spelling; one without a country code belongs to the
                currency's country. The service's test numbers go as they are.
            amount: What is asked for, exact, in whole units: nothing is multiplied by 100.
            currency: The currency of an amount that has none: "UGX", "KES", "TZS" or "RWF"; else UGX.
            description: What it is for, at most 255 characters.
            callback_url: Where the webhook of this payment goes: https.
            phone_as_is: Whether the number goes as it was given, unchecked: for one that this library takes
                for wrong and the service does not.
            timeout: How many seconds the whole call may take; else the client's setting.
            max_retries: How often it may be sent again, under the same key; else the client's setting.
            idempotency_key: Your own key, or `token` of the error whose call you repeat; else a fresh one.
                The service keeps it for 24 hours.

        Raises:
            ValidationError: An argument was refused, or the key belongs to another call. No money moved.
            OutcomeUnknownError: The payment may have been taken on. The same call under
                `idempotency_key=error.token` repeats it safely, for 24 hours.
            DgsPayError: Anything else; no money moved.
        """
        request = CollectionRequest(
            phone=phone,
            amount=in_currency_or_ugx(currency, amount),
            description=description,
            callback_url=callback_url,
            phone_as_is=phone_as_is,
        )
        call = self._client.collect(request, (timeout, max_retries, idempotency_key))
        begun: RohoTransaction = await finish(call)
        return begun

    async def disburse(
        self,
        phone: str,
        amount: Amount,
        currency: str | None = None,
        description: str | None = None,
        callback_url: str | None = None,
        *,
        phone_as_is: bool = False,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> RohoTransaction:
        """Pays to a mobile wallet (`POST /disburse`). It needs a live key.

        Args:
            phone: The number that receives, in any usual spelling; one without a country code belongs to
                the currency's country.
            amount: What is paid, exact, in whole units. The service has a minimum, and says so.
            currency: The currency of an amount that has none: "UGX", "KES", "TZS" or "RWF"; else UGX.
            description: What it is for, at most 255 characters.
            callback_url: Where the webhook of this payout goes: https.
            phone_as_is: Whether the number goes as it was given, unchecked: for one that this library takes
                for wrong and the service does not.
            timeout: How many seconds the whole call may take; else the client's setting.
            max_retries: How often it may be sent again, under the same key; else the client's setting.
            idempotency_key: Your own key, or `token` of the error whose call you repeat; else a fresh one.
                The service keeps it for 24 hours.

        Raises:
            ValidationError: An argument was refused, or the key belongs to another call. No money moved.
            PermissionError: The key is a test key. No money moved.
            InsufficientFundsError: The wallet holds too little. No money moved.
            OutcomeUnknownError: The payout may have been made. The same call under
                `idempotency_key=error.token` repeats it safely, for 24 hours.
            DgsPayError: Anything else; no money moved.
        """
        request = DisbursementRequest(
            phone=phone,
            amount=in_currency_or_ugx(currency, amount),
            description=description,
            callback_url=callback_url,
            phone_as_is=phone_as_is,
        )
        call = self._client.disburse(request, (timeout, max_retries, idempotency_key))
        begun: RohoTransaction = await finish(call)
        return begun

    async def checkout(
        self,
        amount: Amount,
        customer_name: str,
        customer_email: str,
        return_url: str,
        card_number: str,
        card_expiry: str,
        card_cvv: str,
        currency: str | None = None,
        description: str | None = None,
        *,
        callback_url: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> CheckoutSession:
        """Begins a card payment: send the payer's whole browser to its `payment_url` (`POST /checkout`).

        The card goes to the service as it is, so this process sees it, and is under the rules for those
        who process cards (PCI DSS). The address that the payer comes back to (`CheckoutReturn`) proves
        nothing: wait for the webhook, or look the transaction up.

        Args:
            amount: What is asked for, exact, in whole units.
            customer_name: Who pays.
            customer_email: The payer's e-mail address.
            return_url: Where the payer lands after the bank's page, whatever the result: https.
            card_number: The card's number: 16 digits.
            card_expiry: Its end, such as "10/26".
            card_cvv: Its security code: 3 digits.
            currency: The currency of an amount that has none: "UGX", "KES", "TZS" or "RWF"; else UGX.
            description: What it is for, at most 255 characters.
            callback_url: Where the webhook of this payment goes: https.
            timeout: How many seconds the whole call may take; else the client's setting.
            max_retries: How often it may be sent again, under the same key; else the client's setting.
            idempotency_key: Your own key, or `token` of the error whose call you repeat; else a fresh one.
                The service keeps it for 24 hours.

        Raises:
            ValidationError: An argument was refused, or the key belongs to another call. What was typed of
                a card does not stand in it. No money moved.
            OutcomeUnknownError: The payment may have been taken on. The same call under
                `idempotency_key=error.token` repeats it safely, for 24 hours.
            DgsPayError: Anything else; no money moved.
        """
        try:
            request = CheckoutRequest(
                amount=in_currency_or_ugx(currency, amount),
                customer_name=customer_name,
                customer_email=customer_email,
                return_url=return_url,
                card_number=card_number,
                card_expiry=card_expiry,
                card_cvv=card_cvv,
                description=description,
                callback_url=callback_url,
            )
        finally:
            # A traceback that shows local variables must not show these.
            del card_number, card_expiry, card_cvv
        call = self._client.checkout(request, (timeout, max_retries, idempotency_key))
        begun: CheckoutSession = await finish(call)
        return begun

    async def get_transaction(
        self,
        reference: str,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> RohoTransaction:
        """One transaction (`GET /transactions/{reference}`).

        Args:
            reference: RohoPay's own reference, or the provider's.
            timeout: How many seconds the whole call may take; else the client's setting.
            max_retries: How often it may be sent again; else the client's setting.
            idempotency_key: Not sent: a read needs none.

        Raises:
            NotFoundError: There is none, or it is another project's.
            DgsPayError: Refused credentials, or a connection or service error after the retries.
        """
        call = self._client.get_transaction(reference, (timeout, max_retries, idempotency_key))
        found: RohoTransaction = await finish(call)
        return found

    async def list_transactions(
        self,
        *,
        status: PaymentStatus | None = None,
        transaction_type: TransactionType | None = None,
        environment: RohoEnvironment | None = None,
        from_time: datetime | None = None,
        to_time: datetime | None = None,
        limit: int | None = None,
        offset: int | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> RohoTransactionPage:
        """One page of transactions, the newest first (`GET /transactions`).

        Args:
            status: Only those that stand so: "pending", "successful" or "failed".
            transaction_type: Only those that go this way: "collection" or "disbursement".
            environment: Only "test", or only "live" ones.
            from_time: Only those made at this time or later.
            to_time: Only those made at this time or earlier.
            limit: How many a page, 1 to 100; the service's default is 20.
            offset: How many to leave out before the first.
            timeout: How many seconds the whole call may take; else the client's setting.
            max_retries: How often it may be sent again; else the client's setting.
            idempotency_key: Not sent: a read needs none.

        Raises:
            ValidationError: A limit or offset out of range.
            DgsPayError: Refused credentials, or a connection or service error after the retries.
        """
        wanted = RohoTransactionFilter(
            status=status,
            transaction_type=transaction_type,
            environment=environment,
            from_time=from_time,
            to_time=to_time,
            limit=limit,
            offset=offset,
        )
        call = self._client.list_transactions(wanted, (timeout, max_retries, idempotency_key))
        found: RohoTransactionPage = await finish(call)
        return found

    async def iter_transactions(
        self,
        *,
        status: PaymentStatus | None = None,
        transaction_type: TransactionType | None = None,
        environment: RohoEnvironment | None = None,
        from_time: datetime | None = None,
        to_time: datetime | None = None,
        limit: int | None = None,
        offset: int | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> AsyncIterator[RohoTransaction]:
        """All transactions that fit, page after page, each fetched when it is reached.

        Args and Raises as `list_transactions`; `offset` is where to begin.
        """
        next_offset = 0 if offset is None else offset
        while True:
            found = await self.list_transactions(
                status=status,
                transaction_type=transaction_type,
                environment=environment,
                from_time=from_time,
                to_time=to_time,
                limit=limit,
                offset=next_offset,
                timeout=timeout,
                max_retries=max_retries,
                idempotency_key=idempotency_key,
            )
            for transaction in found.transactions:
                yield transaction
            if found.next_offset is None:
                return
            next_offset = found.next_offset

    async def get_balance(
        self,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> RohoBalance:
        """What the wallet holds, live and test (`GET /wallet/balance`).

        Args:
            timeout: How many seconds the whole call may take; else the client's setting.
            max_retries: How often it may be sent again; else the client's setting.
            idempotency_key: Not sent: a read needs none.

        Raises:
            DgsPayError: Refused credentials, or a connection or service error after the retries.
        """
        found: RohoBalance = await finish(self._client.get_balance((timeout, max_retries, idempotency_key)))
        return found

    async def wait(
        self, transaction: RohoTransaction, timeout: float = 120, *, max_retries: int | None = None
    ) -> RohoTransaction:
        """Waits until a transaction is successful or failed, by looking it up less and less often.

        When the time is up, or while the service cannot be reached, it ends in the last state seen:
        "pending" is a state, not an error.

        Args:
            transaction: The transaction as it was last seen.
            timeout: How many seconds to wait.
            max_retries: How often each look may be sent again; else the client's setting.

        Raises:
            ValidationError: The transaction has no reference to look it up by.
            OutcomeUnknownError: `executed_twice`: it was handed to a second provider after the first had
                timed out, and both may have executed it.
            DgsPayError: Only what waiting cannot mend: refused credentials and permissions.
        """
        ended: RohoTransaction = await finish(
            self._client.wait(transaction, timeout, (None, max_retries, None))
        )
        return ended

    @property
    def environment(self) -> str:
        """Which environment its key is of: "sandbox" (a test key) or "production" (a live one)."""
        return self._client.environment

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    def __repr__(self) -> str:
        # One whose settings were refused has no client, and is seen in tracebacks.
        made = repr(self._client) if hasattr(self, "_client") else "RohoPay(refused)"
        return made.replace("RohoPay", type(self).__name__, 1)
