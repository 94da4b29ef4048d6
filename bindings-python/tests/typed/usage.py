"""What users write, as type checkers see it. mypy and pyright read this file; nobody runs it."""

import logging
from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import assert_type

import dgspay.django
import dgspay.fastapi
import dgspay.flask
from dgspay import (
    AsyncDgsPay,
    AsyncRohoPay,
    Balance,
    Bank,
    BillingAddress,
    CardEncryptor,
    CardEntry,
    CardExpiryEntry,
    CardNumberEntry,
    Charge,
    CheckoutReturn,
    CheckoutSession,
    Conversion,
    ConversionFailed,
    ConversionPreview,
    ConversionSucceeded,
    Customer,
    DepositFailed,
    DepositSucceeded,
    DgsPay,
    DgsPayError,
    DisbursementFailed,
    DisbursementSucceeded,
    EncryptedCard,
    EncryptedPin,
    Event,
    FeeQuote,
    FeeSchedule,
    FeeTier,
    Money,
    NextAction,
    OutcomeUnknownError,
    PaymentFailed,
    PaymentLink,
    PaymentLinkDetails,
    PaymentLinkPage,
    PaymentLinkStats,
    PaymentSucceeded,
    Payout,
    PhoneNumber,
    Recipient,
    RohoBalance,
    RohoPay,
    RohoTransaction,
    RohoTransactionPage,
    Transaction,
    TransactionPage,
    UnknownEvent,
    Webhook,
    WithdrawalFailed,
    WithdrawalSucceeded,
    YearMonth,
)
from dgspay.types import Amount, AnyEvent, Country, MobileNetwork


def blocking(customer: Customer) -> None:
    with DgsPay(timeout=2.5) as pay:
        assert_type(pay, DgsPay)
        assert_type(pay.environment, str)
        charge = pay.charges.create_mobile_money(
            amount=5_000, phone="0788 123 456", network="MTN", customer=customer, redirect_url="https://a.b"
        )
        assert_type(charge, Charge)
        assert_type(charge.next_action, NextAction | None)
        assert_type(charge.amount.amount, Decimal)
        assert_type(pay.charges.wait(charge, timeout=120), Charge)
        assert_type(pay.charges.wait(charge, 0.5), Charge)
        assert_type(pay.wallet.balances(max_retries=0), list[Balance])
        assert_type(pay.transactions.list(status="successful"), TransactionPage)
        assert_type(pay.transactions.list(status="a word of tomorrow").next_page, int | None)
        assert_type(pay.transactions.get("dgs_1").created_at, datetime | None)
        assert_type(pay.transactions.iter(), Iterator[Transaction])


def cards(pay: DgsPay, customer: Customer, sent: dict[str, str]) -> None:
    encryptor = CardEncryptor(nonce_format="hex24")
    card = encryptor.encrypt("4532 1234 5678 9010", 9, "28", cvv="123")
    assert_type(card, EncryptedCard)
    assert_type(card.warning, str | None)
    charge = pay.charges.create_card(
        amount=Money("49.90", "USD"),
        card=EncryptedCard(**sent),
        customer=customer,
        redirect_url="https://a.b",
    )
    assert_type(pay.charges.wait(charge), Charge)
    match charge.next_action:
        case NextAction(kind="requires_pin"):
            assert_type(pay.charges.authorize_pin(charge, encryptor.encrypt_pin("1234")), Charge)
            assert_type(pay.charges.authorize_pin(charge, EncryptedPin(**sent)), Charge)
        case NextAction(kind="requires_otp"):
            assert_type(pay.charges.authorize_otp("dgs_1", "123456", timeout=5), Charge)
        case NextAction(kind="requires_additional_fields"):
            assert_type(pay.charges.authorize_avs(charge, BillingAddress("KN 4 Ave", "RW")), Charge)
        case NextAction(url=url):
            assert_type(url, str | None)
        case None:
            assert_type(charge.paid, bool)


def links(pay: DgsPay) -> None:
    link = pay.payment_links.create(
        title="Invoice 1042",
        amount=25_000,
        payment_types=["card", "mobile_money"],
        expires_at=datetime(2027, 1, 1),
        metadata={"order": 1042, "lines": [1, 2]},
    )
    assert_type(link, PaymentLink)
    assert_type(link.payment_types, list[str])
    assert_type(pay.payment_links.update(link.id, metadata='{"order": 1043}'), PaymentLink)
    assert_type(pay.payment_links.list(limit=5), PaymentLinkPage)
    assert_type(pay.payment_links.iter(), Iterator[PaymentLink])
    found = pay.payment_links.get(link.id)
    assert_type(found, PaymentLinkDetails)
    assert_type(found.stats, PaymentLinkStats | None)
    pay.payment_links.archive(link.id)


def payouts(pay: DgsPay, amount: Amount, network: MobileNetwork, country: Country) -> None:
    fees = FeeSchedule([FeeTier(up_to=1_000, flat=20), FeeTier(percent="2.5", minimum=30)], "half_even")
    assert_type(fees.quote(5_000), FeeQuote)
    assert_type(FeeSchedule.flat(Money(1, "USD")).gross_up(Money("9.99", "USD")).gross, Money)
    assert_type(FeeSchedule.percent(Decimal("2.5"), maximum=100), FeeSchedule)
    payout = pay.disbursements.to_mobile_money(
        amount=amount, phone="0788123456", network=network, name="Jane Doe"
    )
    assert_type(payout, Payout)
    banks = pay.banks.list(country)
    assert_type(banks, list[Bank])
    assert_type(
        pay.disbursements.to_bank(amount=5_000, bank_key=banks[0].bank_key, account_number="1"), Payout
    )
    preview = pay.wallet.preview_conversion(amount=Money(100, "USD"), to="EUR")
    assert_type(preview, ConversionPreview)
    assert_type(preview.rate, Decimal)
    assert_type(pay.wallet.convert(amount=preview.from_amount, to="EUR"), Conversion)


async def asynchronous(customer: Customer) -> None:
    async with AsyncDgsPay() as pay:
        assert_type(pay, AsyncDgsPay)
        charge = await pay.charges.create_mobile_money(
            amount=Money("5000", "RWF"),
            phone=PhoneNumber("788123456"),
            network="Airtel",
            customer=customer,
            redirect_url="https://a.b",
        )
        assert_type(charge, Charge)
        assert_type(await pay.charges.wait(charge, timeout=120), Charge)
        assert_type(await pay.wallet.balances(), list[Balance])
        assert_type(pay.transactions.iter(limit=100), AsyncIterator[Transaction])
        assert_type(await pay.banks.list("RW"), list[Bank])
        assert_type(pay.payment_links.iter(), AsyncIterator[PaymentLink])
        await pay.payment_links.archive("link_1")


def roho_blocking(roho: RohoPay) -> None:
    payment = roho.collect("0700 123 456", 50_000, "UGX", callback_url="https://a.b", idempotency_key="1042")
    assert_type(payment, RohoTransaction)
    assert_type(payment.net_amount, Money | None)
    assert_type(payment.commission_rate, Decimal | None)
    assert_type(roho.wait(payment), RohoTransaction)
    assert_type(roho.disburse(phone="0700 123 456", amount=Money(2_000, "KES")).idempotency_key, str | None)
    session = roho.checkout(
        amount=Decimal(75_000),
        customer_name="Jane Doe",
        customer_email="jane@example.com",
        return_url="https://a.b",
        card_number="4111111111111111",
        card_expiry="10/30",
        card_cvv="123",
    )
    assert_type(session, CheckoutSession)
    assert_type(session.payment_url, str)
    page = roho.list_transactions(environment="test", transaction_type="collection", from_time=datetime.now())
    assert_type(page, RohoTransactionPage)
    assert_type(page.next_offset, int | None)
    assert_type(roho.iter_transactions(status="failed"), Iterator[RohoTransaction])
    assert_type(roho.get_balance(max_retries=0).live, Money)
    assert_type(CheckoutReturn.parse("https://a.b?status=success").order_reference, str | None)


def card_fields(typed: str) -> None:
    number = CardEntry.number(typed, 4)
    assert_type(number, CardNumberEntry)
    assert_type(number.brand, str | None)
    expiry = CardEntry.expiry(typed, None, YearMonth(2026, 11))
    assert_type(expiry, CardExpiryEntry)
    assert_type(expiry.month, int | None)
    CardEntry.number(4242)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    CardEntry.expiry(typed, today=date(2026, 11, 1))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


async def roho_asynchronous() -> None:
    async with AsyncRohoPay(environment="live", timeout=5) as roho:
        assert_type(roho, AsyncRohoPay)
        assert_type(roho.environment, str)
        assert_type(await roho.wait(await roho.get_transaction("RHP-1"), 20), RohoTransaction)
        assert_type(roho.iter_transactions(limit=100), AsyncIterator[RohoTransaction])
        assert_type(await roho.get_balance(), RohoBalance)
    roho.collect("0700 123 456", 5.0)  # type: ignore[arg-type,unused-coroutine]  # pyright: ignore[reportArgumentType,reportUnusedCoroutine]
    roho.collect(phone="0700 123 456")  # type: ignore[call-arg,unused-coroutine]  # pyright: ignore[reportCallIssue,reportUnusedCoroutine]


def reference_of(event: AnyEvent) -> str | None:
    """Complete: without one of the cases, a type checker misses a return."""
    match event:
        case PaymentSucceeded(reference=reference, net_amount=net):
            assert_type(net, Money | None)
            return reference
        case PaymentFailed(reference=reference, amount=amount):
            assert_type(amount, Money)
            return reference
        case DisbursementSucceeded(reference=reference, recipient=recipient):
            assert_type(recipient, Recipient | None)
            return reference
        case DisbursementFailed(reference=reference, fail_reason=why):
            assert_type(why, str | None)
            return reference
        case ConversionSucceeded(reference=reference, rate=rate):
            assert_type(rate, Decimal | None)
            return reference
        case ConversionFailed(reference=reference, refund=refund):
            assert_type(refund, Money | None)
            return reference
        case DepositSucceeded(reference=reference, net_amount=net):
            assert_type(net, Money | None)
            return reference
        case DepositFailed(reference=reference, failover_reason=why):
            assert_type(why, str | None)
            return reference
        case WithdrawalSucceeded(reference=reference, created_at=when):
            assert_type(when, datetime | None)
            return reference
        case WithdrawalFailed(reference=reference, amount=amount):
            return reference
        case UnknownEvent(event=name):
            return name


def webhooks(body: bytes, header: str | None) -> None:
    event = Webhook(["new_secret_1", "old_secret_1"]).verify(body, header)
    assert_type(reference_of(event), str | None)
    any_event: Event = event
    assert_type(any_event.kind, str)
    assert_type(any_event.dedupe_key, str)
    assert_type(Webhook.sign("new_secret_1", body), str)


@dgspay.flask.webhook()
def in_flask(event: Event) -> None:
    logging.info(event.dedupe_key)


@dgspay.fastapi.webhook("new_secret_1")
async def in_fastapi(event: AnyEvent) -> None:
    logging.info(event.dedupe_key)


@dgspay.django.webhook(Webhook(["new_secret_1", "old_secret_1"]))
async def in_django(event: Event) -> None:
    logging.info(event.dedupe_key)


def errors() -> None:
    try:
        blocking(Customer("Aline", "Uwase", "aline@example.rw", phone="0788123456"))
    except OutcomeUnknownError as error:
        assert_type(error.token, str | None)
    except DgsPayError as error:
        assert_type(error.outcome, str)
        assert_type(error.available, Money | None)


def refused(pay: DgsPay, customer: Customer, charge: Charge) -> None:
    """Each line is a mistake: an ignore that nothing needs is an error itself."""
    Money(5.0, "RWF")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    DgsPay("sk_test_1")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    pay.charges.create_mobile_money(  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
        amount=5_000, phone="0788 123 456", network="MTN", customer=customer
    )
    pay.charges.wait("dgs_1")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    FeeSchedule.percent(2.5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    pay.charges.authorize_pin(charge, "1234")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

    @dgspay.flask.webhook()  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    def only_some(event: PaymentSucceeded) -> None: ...

    charge.status = "successful"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    Webhook("a_secret_1").verify({"event": "x"}, None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Webhook("a_secret_1").verify(b"{}")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
