"""Disbursements: paying out of the wallet."""

from __future__ import annotations

from .._bridge import finish
from .._native import BankPayout, MobileMoneyPayout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .._native import Client, Payout
    from ..types import Amount, MobileNetwork, Phone


class AsyncDisbursements:
    """Disbursements: paying out of the wallet. RWF only."""

    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    async def to_bank(
        self,
        *,
        amount: Amount,
        bank_key: str,
        account_number: str,
        name: str | None = None,
        branch: str | None = None,
        narration: str | None = None,
        callback_url: str | None = None,
        scenario_key: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> Payout:
        """Pays to a bank account (`POST /disburse`).

        The answer says that the payout was taken on; how it ends, the webhook tells.

        Args:
            amount: What leaves the wallet, exact, in RWF. The fee is taken from what arrives:
                `FeeSchedule.gross_up` says what to send.
            bank_key: The bank, by its key in `banks.list`.
            account_number: The recipient's account.
            name: The recipient's name.
            branch: The branch, which some banks require.
            narration: What stands on the recipient's statement.
            callback_url: Where the webhook of this payout goes, in place of the account's own URL. The
                client adds the query parameter `dgspay_token`, which ties the webhook to this call even
                if its answer is lost.
            scenario_key: What the sandbox shall play; refused in production.
            timeout: How many seconds the whole call may take; else the client's setting.
            max_retries: How often it may be sent again, which a payout is only while no byte of it has
                left this process; else the client's setting.
            idempotency_key: Sent as Idempotency-Key. DGS-Pay documents no such key: it does not make a
                repetition safe, and nothing here relies on it.

        Raises:
            ValidationError: An argument was refused. No money moved.
            InsufficientFundsError: The wallet holds less; `available` and `required` tell how much.
            OutcomeUnknownError: The payout may have been made: do not repeat it.
            DgsPayError: Anything else; no money moved.
        """
        payout = BankPayout(
            amount=amount,
            bank_key=bank_key,
            account_number=account_number,
            name=name,
            branch=branch,
            narration=narration,
            callback_url=callback_url,
            scenario_key=scenario_key,
        )
        call = self._client.to_bank(payout, (timeout, max_retries, idempotency_key))
        queued: Payout = await finish(call)
        return queued

    async def to_mobile_money(
        self,
        *,
        amount: Amount,
        phone: Phone,
        network: MobileNetwork,
        name: str | None = None,
        narration: str | None = None,
        callback_url: str | None = None,
        scenario_key: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> Payout:
        """Pays to a mobile wallet (`POST /disburse`).

        The answer says that the payout was taken on; how it ends, the webhook tells.

        Args:
            amount: What leaves the wallet, exact, in RWF. The fee is taken from what arrives:
                `FeeSchedule.gross_up` says what to send.
            phone: The recipient's number, in any usual spelling.
            network: The recipient's wallet: "MTN" or "Airtel".
            name: The recipient's name.
            narration: What stands on the recipient's statement.
            callback_url: Where the webhook of this payout goes, in place of the account's own URL. The
                client adds the query parameter `dgspay_token`, which ties the webhook to this call even
                if its answer is lost.
            scenario_key: What the sandbox shall play; refused in production.
            timeout: How many seconds the whole call may take; else the client's setting.
            max_retries: How often it may be sent again, which a payout is only while no byte of it has
                left this process; else the client's setting.
            idempotency_key: Sent as Idempotency-Key. DGS-Pay documents no such key: it does not make a
                repetition safe, and nothing here relies on it.

        Raises:
            ValidationError: An argument was refused. No money moved.
            InsufficientFundsError: The wallet holds less; `available` and `required` tell how much.
            OutcomeUnknownError: The payout may have been made: do not repeat it.
            DgsPayError: Anything else; no money moved.
        """
        payout = MobileMoneyPayout(
            amount=amount,
            phone=phone,
            network=network,
            name=name,
            narration=narration,
            callback_url=callback_url,
            scenario_key=scenario_key,
        )
        call = self._client.to_mobile_money(payout, (timeout, max_retries, idempotency_key))
        queued: Payout = await finish(call)
        return queued
