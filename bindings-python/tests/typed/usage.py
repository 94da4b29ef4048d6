"""What users write, as type checkers see it. mypy and pyright read this file; nobody runs it."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from decimal import Decimal
from typing import assert_type

from dgspay import (
    AsyncDgsPay,
    Balance,
    Charge,
    Customer,
    DgsPay,
    DgsPayError,
    Event,
    Money,
    NextAction,
    OutcomeUnknownError,
    PaymentFailed,
    PaymentSucceeded,
    PhoneNumber,
    Transaction,
    TransactionPage,
    UnknownEvent,
    Webhook,
)


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


def webhooks(body: bytes, header: str | None) -> None:
    event = Webhook(["new_secret_1", "old_secret_1"]).verify(body, header)
    assert_type(event, PaymentSucceeded | PaymentFailed | UnknownEvent)
    any_event: Event = event
    assert_type(any_event.kind, str)
    match event:
        case PaymentSucceeded(reference=reference, net_amount=net):
            assert_type(reference, str)
            assert_type(net, Money | None)
        case PaymentFailed(amount=amount):
            assert_type(amount, Money)
        case UnknownEvent(event=name):
            assert_type(name, str)
    assert_type(Webhook.sign("new_secret_1", body), str)


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
    pay.charges.wait(charge)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    charge.status = "successful"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    Webhook("a_secret_1").verify({"event": "x"}, None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Webhook("a_secret_1").verify(b"{}")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
