# Generated from `_async` by `scripts/generate-python`. Do not edit.
"""The client."""

from __future__ import annotations

from .._native import Client

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Self

    from .. import (
        Banks,
        Charges,
        Disbursements,
        PaymentLinks,
        Transactions,
        Wallet,
    )
    from ..types import Environment


class DgsPay:
    """A client of DGS-Pay; for asyncio there is `AsyncDgsPay`.

    Making one does no IO and starts no thread; connections belong to the process and are shared by all
    clients. It is safe to use from many threads and after a fork. It need not be closed: as a context
    manager it does nothing, for those whose style that is.

    What is not given comes from the environment.

    Args:
        api_key: The API key; else DGSPAY_API_KEY.
        account_number: The account number; else DGSPAY_ACCOUNT_NUMBER.
        environment: "sandbox" or "production"; else DGSPAY_ENVIRONMENT, and without that the sandbox.
        base_url: Another address, such as that of a local sandbox; else DGSPAY_BASE_URL, and without
            that the service's own.
        timeout: How many seconds a whole call may take, retries included; else 60 for calls that move
            money and 20 for others.
        max_retries: How often a call may be sent again where that is safe; else 2. 0 means one request.
        user_agent: What comes behind the library's name in the header User-Agent.

    Raises:
        ConfigError: A setting is missing or cannot be used.
    """

    __slots__ = (
        "__weakref__",
        "_banks",
        "_charges",
        "_client",
        "_disbursements",
        "_payment_links",
        "_transactions",
        "_wallet",
    )

    def __init__(
        self,
        *,
        api_key: str | None = None,
        account_number: str | None = None,
        environment: Environment | None = None,
        base_url: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        user_agent: str | None = None,
    ) -> None:
        try:
            self._client = Client(
                api_key, account_number, environment, base_url, timeout, max_retries, user_agent
            )
        finally:
            # A traceback that shows local variables must not show these.
            del api_key, account_number, base_url
        # Each is imported when it is first asked for.
        self._charges: Charges | None = None
        self._payment_links: PaymentLinks | None = None
        self._disbursements: Disbursements | None = None
        self._banks: Banks | None = None
        self._wallet: Wallet | None = None
        self._transactions: Transactions | None = None

    @property
    def charges(self) -> Charges:
        """Charges: asking a payer for money."""
        if self._charges is None:
            from .. import Charges

            self._charges = Charges(self._client)
        return self._charges

    @property
    def payment_links(self) -> PaymentLinks:
        """Payment links: pages where anybody who has the link can pay."""
        if self._payment_links is None:
            from .. import PaymentLinks

            self._payment_links = PaymentLinks(self._client)
        return self._payment_links

    @property
    def disbursements(self) -> Disbursements:
        """Disbursements: paying out of the wallet."""
        if self._disbursements is None:
            from .. import Disbursements

            self._disbursements = Disbursements(self._client)
        return self._disbursements

    @property
    def banks(self) -> Banks:
        """Banks and mobile-money providers that payouts can go to."""
        if self._banks is None:
            from .. import Banks

            self._banks = Banks(self._client)
        return self._banks

    @property
    def wallet(self) -> Wallet:
        """The wallet."""
        if self._wallet is None:
            from .. import Wallet

            self._wallet = Wallet(self._client)
        return self._wallet

    @property
    def transactions(self) -> Transactions:
        """What has happened on the account."""
        if self._transactions is None:
            from .. import Transactions

            self._transactions = Transactions(self._client)
        return self._transactions

    @property
    def environment(self) -> str:
        """Which environment it talks to: "sandbox" or "production"."""
        return self._client.environment

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __repr__(self) -> str:
        # One whose settings were refused has no client, and is seen in tracebacks.
        made = repr(self._client) if hasattr(self, "_client") else "DgsPay(refused)"
        return made.replace("DgsPay", type(self).__name__, 1)
