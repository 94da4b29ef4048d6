"""RohoPay: what a program written for the service's own package relies on, and what that package lacked."""

import asyncio
import copy
import inspect
import os
import pickle
import re
import time
from datetime import UTC, datetime, timedelta

import pytest

from dgspay import (
    AsyncRohoPay,
    CheckoutReturn,
    ConfigError,
    DepositFailed,
    DepositSucceeded,
    DgsPayError,
    Money,
    OutcomeUnknownError,
    PermissionError,
    PhoneNumber,
    RohoPay,
    ValidationError,
    Webhook,
    WithdrawalSucceeded,
)
from dgspay._native import CheckoutRequest
from sandbox import ROOT
from test_package import snippet
from test_secrets import shown, told
from test_waiting import SLOW, SOON, Interrupt

KEY = "test_" + "0123456789abcdef" * 4
NOBODY = "http://127.0.0.1:9"
GUIDE = ROOT / "docs/guide/moving-from-rohopay.md"

# The arguments of the service's own package, version 1.1.3, in its order.
MOVEMENT = ["phone", "amount", "currency", "description", "callback_url"]
CUSTOMER = ["customer_name", "customer_email", "return_url"]
OFFICIAL = {
    "collect": MOVEMENT,
    "disburse": MOVEMENT,
    "checkout": ["amount", *CUSTOMER, "card_number", "card_expiry", "card_cvv", "currency", "description"],
    "get_transaction": ["reference"],
    "list_transactions": [],
    "iter_transactions": [],
    "get_balance": [],
}


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch):
    for name in list(os.environ):
        if name.startswith("ROHOPAY_"):
            monkeypatch.delenv(name)


@pytest.fixture
def roho(merchant):
    return RohoPay(**merchant.roho_settings())


@pytest.fixture
def live(sandbox):
    """A client with a live key, whose payouts arrive at once."""
    merchant = sandbox.merchant(approve_after_ms=0, payout_after_ms=0)
    return RohoPay(**merchant.roho_settings("live")), merchant


@pytest.fixture
def card():
    """Everything that a checkout must have."""
    customer = {"customer_name": "Jane Doe", "customer_email": "jane@example.com"}
    typed = {"card_number": "4111 1111 1111 1111", "card_expiry": "10/30", "card_cvv": "737"}
    return {"amount": 75_000, "return_url": "https://shop.example/thanks"} | customer | typed


@pytest.mark.parametrize("name", OFFICIAL)
@pytest.mark.parametrize("client", [RohoPay, AsyncRohoPay])
def test_the_arguments_are_those_of_the_services_own_package(client, name):
    given = list(inspect.signature(getattr(client, name)).parameters.values())[1:]
    by_position = [parameter.name for parameter in given if parameter.kind is parameter.POSITIONAL_OR_KEYWORD]
    assert by_position == OFFICIAL[name]
    assert "idempotency_key" in {parameter.name for parameter in given}


def test_the_guide_is_true(sandbox, monkeypatch, capsys):
    merchant = sandbox.merchant(approve_after_ms=0)
    for name, value in merchant.environment.items():
        monkeypatch.setenv(name, value)
    program = {}
    exec(snippet(GUIDE, "moved"), program)
    client, tx = program["client"], program["tx"]
    assert capsys.readouterr().out == f"{tx.internal_reference} pending\n"
    assert (tx.amount, tx.description) == (Money(50_000, "UGX"), "Order #1001")
    assert client.get_transaction(tx.internal_reference).internal_reference == tx.internal_reference
    assert client.list_transactions(limit=20).transactions == list(client.iter_transactions())
    merchant.decide("approve")
    assert client.wait(tx, timeout=120).status == "successful"
    assert client.get_balance().test == Money(1_049_500, "UGX")


SETTINGS = [
    ({}, "missing_credential", "set ROHOPAY_API_KEY"),
    ({"api_key": 5}, "invalid_setting", "api_key"),
    ({"api_key": "sk_test_0123456789"}, "invalid_credential", "test_ or live_"),
    ({"api_key": KEY, "environment": "live"}, "wrong_environment", "production was asked for"),
    ({"api_key": KEY, "environment": "staging"}, "invalid_setting", "test or live"),
    ({"api_key": KEY, "environment": 5}, "invalid_setting", "environment"),
    ({"api_key": KEY, "base_url": "http://pay.example"}, "invalid_base_url", "https"),
    ({"api_key": KEY, "timeout": "soon"}, "invalid_setting", "timeout"),
    ({"api_key": KEY, "max_retries": -1}, "invalid_setting", "max_retries"),
    ({"api_key": KEY, "user_agent": "shop\r\nHost: evil"}, "invalid_setting", "user agent"),
]


@pytest.mark.parametrize("client", [RohoPay, AsyncRohoPay])
@pytest.mark.parametrize(("wrong", "code", "says"), SETTINGS)
def test_settings(client, wrong, code, says):
    with pytest.raises(ConfigError, match=says) as caught:
        client(**wrong)
    assert (caught.value.code, caught.value.outcome) == (code, "not_executed")


def test_the_key_decides_the_environment(monkeypatch):
    assert RohoPay(KEY).environment == "sandbox"
    assert RohoPay(KEY, environment="test").environment == "sandbox"
    monkeypatch.setenv("ROHOPAY_API_KEY", KEY.replace("test", "live"))
    assert RohoPay().environment == "production"
    monkeypatch.setenv("ROHOPAY_ENVIRONMENT", "test")
    with pytest.raises(ConfigError, match="sandbox was asked for"):
        RohoPay()


PHONE = {"phone": "0700 123 456"}
ARGUMENTS = [
    (lambda roho: roho.collect("12345", 500), "phone"),
    (lambda roho: roho.collect(256700123456, 500), "phone"),
    (lambda roho: roho.collect(PhoneNumber("0788123456"), 500), "phone"),
    (lambda roho: roho.collect(**PHONE, amount=500.0), "amount"),
    (lambda roho: roho.collect(**PHONE, amount=None), "amount"),
    (lambda roho: roho.collect(**PHONE, amount=True), "amount"),
    (lambda roho: roho.collect(**PHONE, amount="10.50", currency="KES"), "amount"),
    (lambda roho: roho.collect(**PHONE, amount=10, currency="USD"), "currency"),
    (lambda roho: roho.collect(**PHONE, amount=10, currency=""), "currency"),
    (lambda roho: roho.collect(**PHONE, amount=10, currency=5), "currency"),
    (lambda roho: roho.collect(**PHONE, amount=Money(10, "KES"), currency="UGX"), "currency"),
    (lambda roho: roho.collect(**PHONE, amount=10, description="x" * 256), "description"),
    (lambda roho: roho.disburse(**PHONE, amount=10, callback_url="http://shop.example"), "callback_url"),
    (lambda roho: roho.disburse(**PHONE, amount=10, idempotency_key=5), "idempotency_key"),
    (lambda roho: roho.get_transaction(5), "reference"),
    (lambda roho: roho.list_transactions(limit=101), "limit"),
    (lambda roho: roho.list_transactions(status=5), "status"),
    (lambda roho: roho.list_transactions(from_time="2026-01-01"), "from_time"),
    (lambda roho: next(roho.iter_transactions(offset=-1)), "offset"),
    (lambda roho: next(roho.iter_transactions(offset="x")), "offset"),
    (lambda roho: roho.wait("RHP-1"), "transaction"),
    (lambda roho: CheckoutReturn.parse("done?status=success"), "return_url"),
    (lambda roho: CheckoutReturn.parse(5), "return_url"),
]


@pytest.mark.parametrize("place", range(len(ARGUMENTS)))
def test_what_is_wrong_is_named_and_nothing_is_sent(place):
    call, field = ARGUMENTS[place]
    with pytest.raises(ValidationError) as caught:
        call(RohoPay(KEY, base_url=NOBODY))
    assert (caught.value.field, caught.value.outcome) == (field, "not_executed")


def test_amounts_are_in_the_calls_currency_or_in_ugx(roho):
    def amount(*given):
        return roho.collect("0700 123 456", *given).amount

    assert amount(500) == amount("500") == amount(Money(500, "UGX")) == Money(500, "UGX")
    assert amount(10_000, "TZS") == amount(Money(10_000, "TZS"), "tzs") == Money(10_000, "TZS")
    assert roho.collect("+254 712 345 678", "10.00", "KES").amount == Money(10, "KES"), "never times 100"


def test_a_lost_answer_ends_well_and_pays_once(roho, merchant):
    merchant.fault(fault="lost-answer", operation="roho.collect", times=2)
    payment = roho.collect(phone="256700000000", amount=50_000)
    assert payment.status == "successful"
    log = merchant.seen("/requests")["requests"]
    assert [entry["idempotency_key"] for entry in log] == [payment.idempotency_key] * 3
    assert merchant.seen("/assertions")["payments_executed"] == 1


def test_an_unknown_outcome_tells_the_key_that_repeats_it(live):
    roho, merchant = live
    payout = {"phone": "0772 123 456", "amount": 25_000}
    merchant.fault(fault="lost-answer", operation="roho.disburse")
    with pytest.raises(OutcomeUnknownError) as caught:
        roho.disburse(**payout, max_retries=0)
    assert caught.value.token in str(caught.value)
    again = roho.disburse(**payout, idempotency_key=caught.value.token)
    assert again.idempotency_key == caught.value.token
    assert merchant.seen("/assertions")["payouts_executed"] == 1


def test_a_used_key_with_another_content_is_not_sent(roho, merchant):
    roho.collect("0700 123 456", 50_000, idempotency_key="order-1042")
    with pytest.raises(ValidationError) as caught:
        roho.collect("0700 123 456", 60_000, idempotency_key="order-1042")
    assert caught.value.field == "idempotency_key"
    assert merchant.seen("/assertions")["posts"] == 1


def test_a_payout_needs_a_live_key(roho, live):
    with pytest.raises(PermissionError) as caught:
        roho.disburse("0772 123 456", 25_000)
    assert caught.value.outcome == "not_executed"
    client, merchant = live
    payout = client.wait(client.disburse("0772 123 456", 25_000), timeout=20)
    assert (payout.status, payout.transaction_type) == ("successful", "disbursement")
    [told] = merchant.seen("/webhooks")["webhooks"]
    event = Webhook(merchant.roho["webhook_secret"]).verify(told["body"].encode(), told["signature"])
    match event:
        case WithdrawalSucceeded(reference=reference, amount=amount):
            assert (reference, amount) == (payout.internal_reference, Money(25_000, "UGX"))
        case _:
            pytest.fail(repr(event))


@pytest.mark.parametrize(
    ("decision", "status", "kind"),
    [("approve", "successful", DepositSucceeded), ("decline", "failed", DepositFailed)],
)
def test_a_collection_ends_in_its_event(roho, merchant, decision, status, kind):
    payment = roho.collect("0700 123 456", 50_000)
    merchant.decide(decision, payment.internal_reference)
    assert roho.wait(payment, timeout=20).status == status
    [told] = merchant.seen("/webhooks")["webhooks"]
    event = Webhook(merchant.roho["webhook_secret"]).verify(told["body"].encode(), told["signature"])
    assert type(event) is kind
    assert event.dedupe_key.endswith(f"{payment.internal_reference}:{payment.provider_reference}")
    assert event.payment_method == "mobile_money"


def test_a_wait_without_an_end_is_pending(roho):
    payment = roho.collect("0700 123 456", 50_000)
    assert roho.wait(payment, 0.2).status == "pending"


def test_the_walk_reaches_all(roho, merchant):
    made = [roho.collect("256700000000", 500 + place).internal_reference for place in range(7)]
    found = [transaction.internal_reference for transaction in roho.iter_transactions(limit=3)]
    assert found == made[::-1]
    page = roho.list_transactions(limit=3, offset=3)
    assert [transaction.internal_reference for transaction in page.transactions] == made[3:0:-1]
    assert page.next_offset == 6
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert list(roho.iter_transactions(from_time=tomorrow)) == []
    assert len(list(roho.iter_transactions(to_time=tomorrow, transaction_type="collection"))) == 7

    async def main():
        walk = AsyncRohoPay(**merchant.roho_settings()).iter_transactions(limit=3, offset=5)
        return [transaction.internal_reference async for transaction in walk]

    assert asyncio.run(main()) == made[1::-1]


def test_a_checkout_shows_no_card(roho, merchant, card):
    session = roho.checkout(**card, currency="UGX")
    assert session.status == "pending"
    assert session.internal_reference
    assert session.payment_url.startswith("http")
    merchant.decide("approve", session.internal_reference)
    paid = roho.wait(roho.get_transaction(session.internal_reference), timeout=20)
    assert (paid.status, paid.payment_method) == ("successful", "card")
    assert not re.search(r"4111|10/30|card_|\b737\b", shown(session))


@pytest.mark.parametrize("client", [RohoPay, AsyncRohoPay])
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"card_number": "4111 1111 1111 111O"}, "card_number"),
        ({"card_number": 4111111111111111}, "card_number"),
        ({"card_expiry": "13/30"}, "card_expiry"),
        ({"card_cvv": "73"}, "card_cvv"),
        ({"card_cvv": "7\udcff7"}, "card_cvv"),
        ({"customer_email": "nobody"}, "customer_email"),
        ({"amount": 0.5}, "amount"),
        ({"amount": 5, "currency": "RWX"}, "currency"),
        ({}, None),
    ],
)
def test_no_traceback_shows_a_card(client, card, wrong, field):
    roho, card = client(KEY, base_url=NOBODY, max_retries=0), card | wrong
    if client is RohoPay:
        error, text = told(lambda: roho.checkout(**card))
    else:
        error, text = told(lambda: asyncio.run(roho.checkout(**card)))
    assert isinstance(error, DgsPayError)
    assert error.field == field
    for typed in ("4111", "10/30", "13/30", "737", "'73'", KEY):
        assert typed not in text.replace(card["return_url"], "")


def test_a_card_is_held_by_nothing_that_prints_or_pickles(card):
    request = CheckoutRequest(**card)
    assert "4111" not in repr(request)
    assert "737" not in repr(request)
    assert (request.card_number, request.card_cvv) == ("[redacted]", "[redacted]")
    assert request == CheckoutRequest(**card)
    assert request != CheckoutRequest(**{**card, "card_cvv": "738"})
    for keep in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError):
            keep(request)


@pytest.mark.parametrize("client", [RohoPay, AsyncRohoPay])
def test_clients_show_no_key(client):
    made = client(KEY, base_url=NOBODY)
    assert KEY[5:] not in shown(made, made._client)
    assert repr(made) == f"{client.__name__}(test, 127.0.0.1)"
    error, text = told(lambda: client(KEY, base_url="http://user:canary@pay.example"))
    assert isinstance(error, ConfigError)
    assert KEY[5:] not in text
    assert "canary" not in text
    with pytest.raises(TypeError):
        pickle.dumps(made)


def test_ctrl_c_leaves_a_payment_running_and_tells_its_key(roho, merchant):
    merchant.fault(fault="slow-answer", operation="roho.collect", delay_ms=SLOW)
    with Interrupt() as interrupt, pytest.raises(KeyboardInterrupt) as stopped:
        roho.collect("0700 123 456", 50_000, idempotency_key="order-1042")
    assert interrupt.took < SOON
    [note] = stopped.value.__notes__
    assert "order-1042" in note
    time.sleep(SLOW / 1000)
    assert len(roho.list_transactions().transactions) == 1


def test_cancelling_a_task_leaves_a_payment_running_and_tells_its_key(merchant):
    merchant.fault(fault="slow-answer", operation="roho.collect", delay_ms=SLOW)

    async def main():
        roho = AsyncRohoPay(**merchant.roho_settings())
        task = asyncio.create_task(roho.collect("0700 123 456", 50_000))
        await asyncio.sleep(0.3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as stopped:
            await task
        [note] = stopped.value.__notes__
        await asyncio.sleep(SLOW / 1000)
        [payment] = (await roho.list_transactions()).transactions
        return note, payment

    note, payment = asyncio.run(main())
    [entry] = [entry for entry in merchant.seen("/requests")["requests"] if entry["method"] == "POST"]
    assert re.search(f"idempotency key {entry['idempotency_key']}", note)
    assert payment.status == "pending"


def test_a_return_address_only_claims():
    back = CheckoutReturn.parse("https://shop.example/?status=success&reference=RHP-1&order_ref=77")
    assert (back.claimed_status, back.internal_reference, back.order_reference) == (
        "successful",
        "RHP-1",
        "77",
    )
    assert back == pickle.loads(pickle.dumps(back)) == copy.copy(back)
    with pytest.raises(AttributeError):
        back.claimed_status = "failed"
