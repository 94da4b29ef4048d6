# Generated from `_async` by `scripts/generate-python`. Do not edit.
"""Charges: asking a payer for money."""

from __future__ import annotations

from .._blocking import finish
from .._native import CardCharge, Charge, MobileMoneyCharge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .._native import BillingAddress, Client, Customer, EncryptedCard, EncryptedPin
    from ..types import Amount, MobileNetwork, Phone


class Charges:
    """Charges: asking a payer for money."""

    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def create_mobile_money(
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
            amount=amount,
            phone=phone,
            network=network,
            customer=customer,
            redirect_url=redirect_url,
            narration=narration,
            callback_url=callback_url,
            scenario_key=scenario_key,
        )
        call = self._client.create_mobile_money(charge, (timeout, max_retries, idempotency_key))
        created: Charge = finish(call)
        return created

    def create_card(
        self,
        *,
        amount: Amount,
        card: EncryptedCard,
        customer: Customer,
        redirect_url: str,
        narration: str | None = None,
        callback_url: str | None = None,
        scenario_key: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> Charge:
        """Asks a payer for a card payment (`POST /charges`).

        The payment is complete only if the charge is `paid`. Until then `next_action` says what the payer
        has to do: follow it step by step, in whatever order the bank asks.

        Args:
            amount: What is asked for, exact. An amount without a currency is in RWF.
            card: The card as a page, an app or `CardEncryptor` has encrypted it.
            customer: Who pays; the service wants a phone number of a card's holder too.
            redirect_url: Where the payer lands after the bank's page.
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
            ValidationError: An argument was refused. No money moved.
            OutcomeUnknownError: The payment may have been made: do not repeat it.
            DgsPayError: Anything else; no money moved.
        """
        charge = CardCharge(
            amount=amount,
            card=card,
            customer=customer,
            redirect_url=redirect_url,
            narration=narration,
            callback_url=callback_url,
            scenario_key=scenario_key,
        )
        call = self._client.create_card(charge, (timeout, max_retries, idempotency_key))
        created: Charge = finish(call)
        return created

    def authorize_pin(
        self,
        charge: Charge | str,
        pin: EncryptedPin,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> Charge:
        """Brings the card's PIN, when `next_action` asks for it (`POST /authorize`).

        Args:
            charge: The charge, or its reference.
            pin: The PIN as a page, an app or `CardEncryptor` has encrypted it.
            timeout: How many seconds the whole call may take; else the client's setting.
            max_retries: How often it may be sent again, which a payment is only while no byte of it has
                left this process; else the client's setting.
            idempotency_key: Sent as Idempotency-Key. DGS-Pay documents no such key: it does not make a
                repetition safe, and nothing here relies on it.

        Raises:
            ValidationError: The charge waits for something else, or an argument was refused.
            OutcomeUnknownError: The bank may have taken the money: look the charge up before you go on.
            DgsPayError: Anything else; no money moved.
        """
        call = self._client.authorize_pin(_reference(charge), pin, (timeout, max_retries, idempotency_key))
        authorized: Charge = finish(call)
        return authorized

    def authorize_otp(
        self,
        charge: Charge | str,
        otp: str,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> Charge:
        """Brings the code that the bank has sent to the payer (`POST /authorize`).

        Args:
            charge: The charge, or its reference.
            otp: The code.
            timeout: How many seconds the whole call may take; else the client's setting.
            max_retries: How often it may be sent again, which a payment is only while no byte of it has
                left this process; else the client's setting.
            idempotency_key: Sent as Idempotency-Key. DGS-Pay documents no such key: it does not make a
                repetition safe, and nothing here relies on it.

        Raises:
            ValidationError: The charge waits for something else, or an argument was refused.
            OutcomeUnknownError: The bank may have taken the money: look the charge up before you go on.
            DgsPayError: Anything else; no money moved.
        """
        try:
            call = self._client.authorize_otp(
                _reference(charge), otp, (timeout, max_retries, idempotency_key)
            )
        finally:
            # A traceback that shows local variables must not show this one.
            del otp
        authorized: Charge = finish(call)
        return authorized

    def authorize_avs(
        self,
        charge: Charge | str,
        address: BillingAddress,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> Charge:
        """Brings the card's billing address (`POST /authorize`).

        Args:
            charge: The charge, or its reference.
            address: The address that the bank knows; the bank may refuse one that is incomplete.
            timeout: How many seconds the whole call may take; else the client's setting.
            max_retries: How often it may be sent again, which a payment is only while no byte of it has
                left this process; else the client's setting.
            idempotency_key: Sent as Idempotency-Key. DGS-Pay documents no such key: it does not make a
                repetition safe, and nothing here relies on it.

        Raises:
            ValidationError: The charge waits for something else, or an argument was refused.
            OutcomeUnknownError: The bank may have taken the money: look the charge up before you go on.
            DgsPayError: Anything else; no money moved.
        """
        call = self._client.authorize_avs(
            _reference(charge), address, (timeout, max_retries, idempotency_key)
        )
        authorized: Charge = finish(call)
        return authorized

    def wait(self, charge: Charge, timeout: float = 120, *, max_retries: int | None = None) -> Charge:
        """Waits until a charge is successful or failed, by looking it up less and less often.

        A charge that wants a PIN, a code or an address is given back at once: only you can bring it. When
        the time is up, or while the service cannot be reached, it ends in the last state seen: "pending"
        is a state, not an error.

        Args:
            charge: The charge as it was last seen.
            timeout: How many seconds to wait.
            max_retries: How often each look may be sent again; else the client's setting.

        Raises:
            DgsPayError: Only what waiting cannot mend: refused credentials and permissions.
        """
        ended: Charge = finish(self._client.wait_for_charge(charge, timeout, (None, max_retries, None)))
        return ended


def _reference(charge: Charge | str) -> str:
    return charge.reference if isinstance(charge, Charge) else charge
