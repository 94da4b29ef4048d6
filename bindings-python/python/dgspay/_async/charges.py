"""Charges: asking a payer for money."""

from __future__ import annotations

from .._amount import in_rwf
from .._bridge import finish
from .._native import Charge, Client, Customer, MobileMoneyCharge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .._words import Amount, MobileNetwork, Phone


class AsyncCharges:
    """Charges: asking a payer for money."""

    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    async def create_mobile_money(
        self,
        *,
        amount: Amount,
        phone: Phone,
        network: MobileNetwork,
        customer: Customer,
        redirect_url: str,
        narration: str | None = None,
        callback_url: str | None = None,
        scenario_key: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> Charge:
        """Asks a payer for a mobile-money payment (`POST /charges`). Rwanda and RWF only.

        The usual answer is a pending charge: the payer now enters the PIN on the phone, and the result
        comes by webhook, or through `wait`.

        Args:
            amount: What is asked for, exact, in RWF. A float is refused.
            phone: The Rwandan number that gets the push, in any usual spelling.
            network: The wallet: "MTN" or "Airtel".
            customer: Who pays.
            redirect_url: Where the payer lands afterwards.
            narration: What the payer is shown, such as "Order 1042".
            callback_url: Where the webhook of this payment goes, in place of the account's own URL. The
                client adds the query parameter `dgspay_token`, which ties the webhook to this call even
                if its answer is lost.
            scenario_key: What the sandbox shall play; refused in production.
            timeout: How many seconds the whole call may take; else the client's setting.
            max_retries: How often it may be sent again, which a payment is only while no byte of it has
                left this process; else the client's setting.
            idempotency_key: Sent as Idempotency-Key. DGS-Pay documents no such key: it does not make a
                repetition safe, and nothing here relies on it.

        Raises:
            ValidationError: An argument was refused. Nothing was sent.
            OutcomeUnknownError: The payment may have been made: do not repeat it.
            DgsPayError: Anything else; no money moved.
        """
        charge = MobileMoneyCharge(
            amount=in_rwf(amount),
            phone=phone,
            network=network,
            customer=customer,
            redirect_url=redirect_url,
            narration=narration,
            callback_url=callback_url,
            scenario_key=scenario_key,
        )
        call = self._client.create_mobile_money(charge, timeout, max_retries, idempotency_key)
        created: Charge = await finish(call)
        return created

    async def wait(self, charge: Charge, timeout: float) -> Charge:
        """Waits until a charge is successful or failed, by looking it up less and less often.

        When the time is up, or while the service cannot be reached, it ends in the last state seen:
        "pending" is a state, not an error.

        Args:
            charge: The charge as it was last seen.
            timeout: How many seconds to wait.

        Raises:
            DgsPayError: Only what waiting cannot mend: refused credentials and permissions.
        """
        ended: Charge = await finish(self._client.wait_for_charge(charge, timeout))
        return ended
