"""What is wrong ends in the right class, with a sentence that says what to do; nothing is sent for it."""

import os

import pytest

from dgspay import (
    AuthenticationError,
    ConfigError,
    Customer,
    DecodeError,
    DgsPay,
    Money,
    OutcomeUnknownError,
    ServiceError,
    ValidationError,
    Webhook,
)

KEY = {"api_key": "sk_test_0123456789", "account_number": "ACC-0001234"}


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch):
    for name in list(os.environ):
        if name.startswith("DGSPAY_") and name != "DGSPAY_BIN":
            monkeypatch.delenv(name)


SETTINGS = [
    ({}, "missing_credential", "set DGSPAY_API_KEY"),
    ({"api_key": KEY["api_key"]}, "missing_credential", "set DGSPAY_ACCOUNT_NUMBER"),
    ({"api_key": "sk\r\nX-Evil: 1"}, "invalid_credential", "without spaces or line breaks"),
    ({"account_number": "ACC\n1"}, "invalid_credential", "without spaces or line breaks"),
    ({"api_key": "sk_\udcff"}, "invalid_credential", "Copy it again"),
    ({"user_agent": "shop\r\nHost: evil"}, "invalid_setting", "user agent"),
    ({"base_url": "http://pay.example"}, "invalid_base_url", "https"),
    ({"base_url": "pay.example"}, "invalid_base_url", "https"),
    ({"environment": "prod"}, "invalid_setting", "sandbox or production"),
    ({"api_key": "sk_live_0123456789"}, "wrong_environment", "choose the one of this key"),
    ({"timeout": 0}, "invalid_setting", "timeout"),
    ({"timeout": -1}, "invalid_setting", "timeout"),
    ({"timeout": float("nan")}, "invalid_setting", "timeout"),
    ({"timeout": float("inf")}, "invalid_setting", "timeout"),
    ({"timeout": 10**12}, "invalid_setting", "timeout"),
    ({"max_retries": -1}, "invalid_setting", "max_retries"),
    ({"max_retries": 10**30}, "invalid_setting", "max_retries"),
]


@pytest.mark.parametrize(("wrong", "code", "says"), SETTINGS)
def test_settings(wrong, code, says):
    right = {} if code == "missing_credential" else KEY
    with pytest.raises(ConfigError, match=says) as caught:
        DgsPay(**(right | wrong))
    assert caught.value.code == code
    assert caught.value.outcome == "not_executed"


@pytest.mark.parametrize(
    "secrets", ["", "  ", "short", "changeme", [], ["good_secret_1", ""], "a\udcffbcdefgh\n"]
)
def test_webhook_secrets(secrets):
    with pytest.raises(ConfigError) as caught:
        Webhook(secrets)
    assert caught.value.code == "invalid_secret"


def test_webhook_secret_of_the_environment(monkeypatch):
    for make in (Webhook, Webhook.from_env):
        with pytest.raises(ConfigError, match="DGSPAY_WEBHOOK_SECRET"):
            make()
    monkeypatch.setenv("DGSPAY_WEBHOOK_SECRET", "first_secret_1, second_secret_1")
    body = b'{"event":"ping"}'
    for make in (Webhook, Webhook.from_env):
        assert make().verify(body, Webhook.sign("second_secret_1", body)).secret_index == 1


ARGUMENTS = [
    ({"amount": 5000.0}, "invalid_amount", "amount", "integer or a decimal"),
    ({"amount": True}, "invalid_amount", "amount", "not a bool"),
    ({"amount": "5000.50"}, "invalid_amount", "amount", "0 fraction digits"),
    ({"amount": 0}, "invalid_amount", "amount", "not a positive amount"),
    ({"amount": -5}, "invalid_amount", "amount", "not a positive amount"),
    ({"amount": 10**40}, "invalid_amount", "amount", "more digits than any payment"),
    ({"amount": Money(5, "USD")}, "invalid_currency", "currency", "paid in RWF"),
    ({"phone": "12345"}, "invalid_phone", "phone", "Check the number"),
    ({"phone": "+256772123456"}, "invalid_phone", "phone", "not a Rwandan one"),
    ({"phone": 788123456}, "invalid_phone", "phone", "not text"),
    ({"network": "Orange"}, "invalid_argument", "network", "MTN or Airtel"),
    ({"redirect_url": "javascript:alert(1)"}, "invalid_argument", "redirect_url", "redirect_url"),
    ({"customer": Customer("", "Uwase", "a@b.rw")}, "invalid_argument", "first_name", "empty"),
    ({"customer": Customer("Aline", "Uwase", "nobody")}, "invalid_argument", "email", "no @"),
]


@pytest.mark.parametrize(("wrong", "code", "field", "says"), ARGUMENTS)
def test_arguments(pay, merchant, payment, wrong, code, field, says):
    with pytest.raises(ValidationError, match=says) as caught:
        pay.charges.create_mobile_money(**(payment | wrong))
    assert (caught.value.code, caught.value.field) == (code, field)
    assert caught.value.outcome == "not_executed"
    assert merchant.seen("/requests")["requests"] == []


@pytest.mark.parametrize("currency", ["RWX", "francs", "", "rw", "R\0F"])
def test_unknown_currencies(currency):
    with pytest.raises(ValidationError) as caught:
        Money(5, currency)
    assert caught.value.code == "invalid_currency"


@pytest.mark.parametrize("wrong", [{"page": 0}, {"page": -(10**30)}, {"limit": 101}, {"limit": 10**30}])
def test_pages(pay, merchant, wrong):
    for call in (pay.transactions.list, lambda **page: next(pay.transactions.iter(**page))):
        with pytest.raises(ValidationError) as caught:
            call(**wrong)
        assert caught.value.field in wrong
    assert merchant.seen("/requests")["requests"] == []


def test_an_idempotency_key_is_no_way_into_the_headers(pay, merchant):
    with pytest.raises(ValidationError) as caught:
        pay.wallet.balances(idempotency_key="a\r\nX-Evil: 1")
    assert (caught.value.code, caught.value.field) == ("invalid_argument", "idempotency_key")
    assert merchant.seen("/requests")["requests"] == []


def test_a_wrong_key(merchant, payment):
    pay = DgsPay(**(merchant.settings | {"api_key": "sk_test_wrong_key_0001"}))
    with pytest.raises(AuthenticationError, match=r"91.*allow-list") as caught:
        pay.charges.create_mobile_money(**payment)
    assert caught.value.outcome == "not_executed"
    assert merchant.seen("/assertions")["payments_executed"] == 0


@pytest.mark.parametrize(
    ("fault", "code", "of_a_read"),
    [
        ("html-200", "answer_unreadable", DecodeError),
        ("endless-answer", "answer_too_large", DecodeError),
        ("redirect-trap", "redirected", ServiceError),
    ],
)
def test_answers_that_are_none(pay, merchant, payment, fault, code, of_a_read):
    merchant.fault(fault=fault, operation="balance")
    with pytest.raises(of_a_read) as caught:
        pay.wallet.balances()
    assert (caught.value.code, caught.value.outcome) == (code, "not_money")
    merchant.fault(fault=fault, operation="charges.create")
    with pytest.raises(OutcomeUnknownError, match="do not repeat it") as caught:
        pay.charges.create_mobile_money(**payment)
    assert (caught.value.code, caught.value.attempts) == (code, 1)
    assertions = merchant.seen("/assertions")
    assert (assertions["posts"], assertions["trap_hits"]) == (1, 0)
