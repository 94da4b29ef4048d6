"""What is wrong ends in the right class, with a sentence that says what to do; nothing is sent for it."""

import os

import pytest

from dgspay import (
    AuthenticationError,
    BillingAddress,
    ConfigError,
    Customer,
    DecodeError,
    DgsPay,
    EncryptedCard,
    FeeSchedule,
    FeeTier,
    Money,
    OutcomeUnknownError,
    PhoneNumber,
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
    ({"timeout": "soon"}, "invalid_setting", "timeout"),
    ({"api_key": 5}, "invalid_setting", "api_key"),
    ({"environment": 5}, "invalid_setting", "environment"),
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


@pytest.mark.parametrize("secrets", [5, None, [5], [None], b"a_secret_of_bytes"])
def test_webhook_secrets_of_a_wrong_type(secrets):
    with pytest.raises(ConfigError) as caught:
        Webhook(secrets)
    assert caught.value.code == ("missing_credential" if secrets is None else "invalid_setting")


@pytest.mark.parametrize(
    "secrets", ["", "  ", "short", "changeme", [], ["good_secret_1", ""], "a\udcffbcdefgh\n"]
)
def test_webhook_secrets(secrets):
    with pytest.raises(ConfigError) as caught:
        Webhook(secrets)
    assert caught.value.code == "invalid_secret"


def test_webhook_secret_of_the_environment(monkeypatch):
    for make in (Webhook, Webhook.from_env):
        with pytest.raises(ConfigError, match="DGSPAY_WEBHOOK_SECRET or ROHOPAY_WEBHOOK_SECRET"):
            make()
    monkeypatch.setenv("DGSPAY_WEBHOOK_SECRET", "first_secret_1, second_secret_1")
    body = b'{"event":"ping"}'
    for make in (Webhook, Webhook.from_env):
        assert make().verify(body, Webhook.sign("second_secret_1", body)).secret_index == 1
    monkeypatch.setenv("ROHOPAY_WEBHOOK_SECRET", "rohopays_secret")
    assert Webhook().verify(body, Webhook.sign("rohopays_secret", body)).secret_index == 2
    monkeypatch.delenv("DGSPAY_WEBHOOK_SECRET")
    assert Webhook().verify(body, Webhook.sign("rohopays_secret", body)).secret_index == 0


ARGUMENTS = [
    ({"amount": 5000.0}, "invalid_amount", "amount", "integer or a decimal"),
    ({"amount": True}, "invalid_amount", "amount", "not a bool"),
    ({"amount": "5000.50"}, "invalid_amount", "amount", "0 fraction digits"),
    ({"amount": 0}, "invalid_amount", "amount", "not a positive amount"),
    ({"amount": -5}, "invalid_amount", "amount", "not a positive amount"),
    ({"amount": 10**40}, "invalid_amount", "amount", "more digits than any payment"),
    ({"amount": None}, "invalid_amount", "amount", "not a NoneType"),
    ({"amount": Money(5, "USD")}, "invalid_currency", "currency", "paid in RWF"),
    ({"phone": "12345"}, "invalid_phone", "phone", "Check the number"),
    ({"phone": "+256772123456"}, "invalid_phone", "phone", "not a Rwandan one"),
    ({"phone": 788123456}, "invalid_phone", "phone", "not text"),
    ({"network": "Orange"}, "invalid_argument", "network", "MTN or Airtel"),
    ({"redirect_url": "javascript:alert(1)"}, "invalid_argument", "redirect_url", "redirect_url"),
    ({"customer": Customer("", "Uwase", "a@b.rw")}, "invalid_argument", "first_name", "empty"),
    ({"customer": Customer("Aline", "Uwase", "nobody")}, "invalid_argument", "email", "no @"),
    ({"network": 5}, "invalid_argument", "network", "not an instance of 'str'"),
    ({"customer": {"first_name": "Aline"}}, "invalid_argument", "customer", "not an instance of 'Customer'"),
    ({"redirect_url": b"https://a.b"}, "invalid_argument", "redirect_url", "not an instance of 'str'"),
    ({"narration": "half a \ud83d"}, "invalid_argument", "narration", "cannot be read"),
    ({"callback_url": 5}, "invalid_argument", "callback_url", "not an instance of 'str'"),
    ({"idempotency_key": 5}, "invalid_argument", "idempotency_key", "not an instance of 'str'"),
]


@pytest.mark.parametrize(("wrong", "code", "field", "says"), ARGUMENTS)
def test_arguments(pay, merchant, payment, wrong, code, field, says):
    with pytest.raises(ValidationError, match=says) as caught:
        pay.charges.create_mobile_money(**(payment | wrong))
    assert (caught.value.code, caught.value.field) == (code, field)
    assert caught.value.outcome == "not_executed"
    assert merchant.seen("/requests")["requests"] == []


class Rude:
    """Raises in the middle of being read."""

    def __len__(self):
        raise KeyError("a secret")

    def __iter__(self):
        raise KeyError("a secret")

    __getitem__ = __len__


CARD = {"number": "x", "expiry_month": "x", "expiry_year": "x", "cvv": "x", "nonce": "x"}
ELSEWHERE = [
    (lambda pay: Customer("Aline", 5, "a@b.rw"), "last_name"),
    (lambda pay: Customer("Aline", "Uwase", "a@b.rw", phone="12345"), "phone"),
    (lambda pay: EncryptedCard(**(CARD | {"cvv": 123})), "cvv"),
    (lambda pay: BillingAddress(None, "RW"), "line1"),
    (lambda pay: PhoneNumber("0788123456", 250), "country"),
    (lambda pay: PhoneNumber(788123456), "phone"),
    (lambda pay: Money(5, 250), "currency"),
    (lambda pay: FeeTier(minimum=0.5), "minimum"),
    (lambda pay: FeeTier(percent=2.5), "percent"),
    (lambda pay: FeeSchedule.flat(1).quote(None), "gross"),
    (lambda pay: FeeSchedule.flat(1).gross_up("x"), "net"),
    (lambda pay: Webhook.sign(5, b""), "secret"),
    (lambda pay: pay.charges.wait("dgs_1"), "charge"),
    (lambda pay: pay.charges.authorize_pin("dgs_1", "1234"), "pin"),
    (lambda pay: pay.charges.authorize_otp("dgs_1", 123456), "otp"),
    (lambda pay: pay.charges.authorize_otp(5, "123456"), "charge"),
    (lambda pay: pay.charges.authorize_avs("dgs_1", {"line1": "x"}), "address"),
    (lambda pay: pay.charges.authorize_avs("dgs_1", BillingAddress("x", "Rwanda")), "country"),
    (lambda pay: pay.payment_links.create(title=5), "title"),
    (lambda pay: pay.payment_links.create(title="x", currency="RWX", amount=5), "currency"),
    (lambda pay: pay.payment_links.create(title="x", currency="USD", min_amount="x"), "min_amount"),
    (lambda pay: pay.payment_links.create(title="x", max_amount=0.5), "max_amount"),
    (lambda pay: pay.payment_links.create(title="x", payment_types="card"), "payment_types"),
    (lambda pay: pay.payment_links.create(title="x", payment_types=Rude()), "payment_types"),
    (lambda pay: pay.payment_links.create(title="x", payment_types=[5]), "payment_types"),
    (lambda pay: pay.payment_links.create(title="x", max_uses="5"), "max_uses"),
    (lambda pay: pay.payment_links.create(title="x", max_uses=10**30), "max_uses"),
    (lambda pay: pay.payment_links.create(title="x", expires_at="2027-01-01"), "expires_at"),
    (lambda pay: pay.payment_links.create(title="x", collect_name="no"), "collect_name"),
    (lambda pay: pay.payment_links.create(title="x", metadata={"a": object()}), "metadata"),
    (lambda pay: pay.payment_links.create(title="x", metadata=[1]), "metadata"),
    (lambda pay: pay.payment_links.create(title="x", metadata="[1]"), "metadata"),
    (lambda pay: pay.payment_links.get(5), "id"),
    (lambda pay: pay.payment_links.update("link_1", amount_type=5), "amount_type"),
    (lambda pay: pay.payment_links.update("link_1"), "update"),
    (lambda pay: pay.disbursements.to_bank(amount=5, bank_key=5, account_number="1"), "bank_key"),
    (lambda pay: pay.banks.list(250), "country"),
    (lambda pay: pay.wallet.convert(amount=Money(5, "USD"), to="USD"), "to"),
    (lambda pay: pay.wallet.convert(amount=Money(5, "USD"), to="dollars"), "to"),
    (lambda pay: pay.wallet.convert(amount=5.0, to="USD"), "amount"),
    (lambda pay: pay.transactions.get(5), "reference"),
    (lambda pay: pay.transactions.list(status=5), "status"),
]


@pytest.mark.parametrize("place", range(len(ELSEWHERE)))
def test_what_is_wrong_is_named(pay, merchant, place):
    call, field = ELSEWHERE[place]
    with pytest.raises(ValidationError) as caught:
        call(pay)
    assert (caught.value.field, caught.value.outcome) == (field, "not_executed")
    assert "a secret" not in str(caught.value)
    assert not hasattr(caught.value, "__notes__")
    assert merchant.seen("/requests")["requests"] == []


@pytest.mark.parametrize(
    ("wrong", "says"), [({"timeout": "soon"}, "timeout"), ({"max_retries": 10**30}, "max_retries")]
)
def test_options_of_a_call(pay, merchant, wrong, says):
    with pytest.raises(ConfigError, match=says) as caught:
        pay.wallet.balances(**wrong)
    assert (caught.value.code, caught.value.field) == ("invalid_setting", says)
    assert merchant.seen("/requests")["requests"] == []


def test_whoever_stops_the_program_stops_it():
    class Stopping:
        def __len__(self):
            raise KeyboardInterrupt

        __iter__ = __getitem__ = __len__

    with pytest.raises(KeyboardInterrupt):
        Webhook(Stopping())


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
