"""Moving from the service's own package: the guide's programs run as they stand there, line by line."""

import logging

import pytest

from dgspay import Money, RohoPay
from sandbox import ROOT
from test_package import snippet

GUIDE = ROOT / "docs/guide/moving-from-rohopay.md"
CARD = {"back": "https://shop.example/back", "number": "4111 1111 1111 1111"}


@pytest.fixture
def merchant(sandbox):
    """A merchant whose payers agree soon."""
    return sandbox.merchant(approve_after_ms=200, payout_after_ms=0)


@pytest.fixture
def run(merchant, monkeypatch):
    """Runs a program of the guide, with what it takes for granted."""
    for name, value in merchant.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("ROHOPAY_WEBHOOK_SECRET", merchant.roho["webhook_secret"])

    def run(name, **given):
        exec(snippet(GUIDE, name), given)
        return given

    return run


def test_every_line_does_what_its_old_one_did(merchant, run, capsys):
    client = RohoPay(**merchant.roho_settings())
    paid = client.collect(phone="256700000000", amount=50_000)
    asked = client.collect(phone="256700123456", amount=20_000)
    [told] = merchant.seen("/webhooks")["webhooks"]
    given = CARD | {"reference": paid.internal_reference, "body": told["body"].encode()}
    program = run("lines", **given, signature=told["signature"])
    card = program["card"]
    assert capsys.readouterr().out.splitlines() == [
        "collection 50000 UGX",
        f"{asked.internal_reference} successful",
        f"{card.internal_reference} {card.payment_url}",
        f"{Money(1_000_000 + 49_500 + 19_800, 'UGX')}",
        f"{paid.internal_reference} UGX 49,500",
    ]
    listed = [tx.internal_reference for tx in program["listed"]]
    assert listed == [asked.internal_reference, paid.internal_reference]
    merchant.decide("decline", card.internal_reference)
    run("lines", **given, signature="sha256=" + "0" * 64)
    assert capsys.readouterr().out.splitlines()[-1] == "401"


class Later:
    """Remembers what is to be repeated."""

    key = None

    def repeat(self, *, key):
        self.key = key


def test_a_failed_payout_says_what_it_means(merchant, run, monkeypatch, caplog):
    """A test key is refused; a lost answer is asked for again, by the client and then by its caller."""
    later, log = Later(), logging.getLogger("the guide")
    run("payout", later=later, log=log)
    assert "DISBURSE_TEST_BLOCKED" in caplog.text
    monkeypatch.setenv("ROHOPAY_API_KEY", merchant.roho["live_key"])
    merchant.fault(fault="lost-answer", operation="roho.disburse")
    assert run("payout", later=later, log=log)["tx"].amount == Money(25_000, "UGX")
    assert later.key is None, "the client has asked again by itself"
    merchant.fault(fault="lost-answer", operation="roho.disburse", times=3)
    run("payout", later=later, log=log)
    RohoPay().disburse(phone="0772 123 456", amount=25_000, idempotency_key=later.key)
    assert merchant.seen("/assertions")["payouts_executed"] == 2
