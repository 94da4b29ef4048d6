"""The package as it is installed: what it costs, what it says of itself, and that the README is true."""

import inspect
import json
import re
import subprocess
import sys
from importlib.metadata import metadata, requires
from pathlib import Path

import pytest

import dgspay
from sandbox import ROOT

PAIRS = ["DgsPay", "Banks", "Charges", "Disbursements", "PaymentLinks", "Transactions", "Wallet"]


def imports(*modules):
    """Milliseconds that importing takes beyond the bare interpreter, and what else it loads."""
    program = (
        "import sys, time; before = set(sys.modules); started = time.perf_counter();"
        f"import {', '.join(modules)}; took = time.perf_counter() - started;"
        "print(took * 1000, *sorted(set(sys.modules) - before))"
    )
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {program}"]
    took, *loaded = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=60
    ).stdout.split()
    return float(took), loaded


def test_importing_is_cheap():
    took, loaded = min((imports("dgspay") for _ in range(15)), key=lambda run: run[0])
    assert took <= 4, f"{took:.1f} ms"
    assert {name.partition(".")[0] for name in loaded} == {"dgspay", "__future__"}
    assert min(imports("asyncio")[0] for _ in range(3)) > took, "the control: this clock can tell"


def test_nothing_is_installed_with_it():
    assert not requires("dgspay")
    about = metadata("dgspay")
    assert about["License-Expression"] == "MIT OR Apache-2.0"
    assert {"LICENSE-MIT", "LICENSE-APACHE"} <= set(about.get_all("License-File"))
    assert about["Requires-Python"] == ">=3.11"
    assert "create_mobile_money" in about["Description"] or "create_mobile_money" in about.get_payload()


def test_it_says_which_version_it_is():
    assert dgspay.__version__ == metadata("dgspay")["Version"]


def test_what_is_imported_later_is_there():
    assert set(dgspay.__all__) <= set(dir(dgspay))
    assert dgspay.Charges is type(dgspay.DgsPay(api_key="sk_test_1", account_number="ACC-1").charges)
    with pytest.raises(AttributeError, match="no attribute 'Chargez'"):
        dgspay.Chargez  # noqa: B018


def parameters(method):
    return inspect.signature(method).parameters.values()


@pytest.mark.parametrize("name", PAIRS)
def test_both_flavours_are_the_same(name):
    blocking, asynchronous = getattr(dgspay, name), getattr(dgspay, f"Async{name}")
    public = {attribute for attribute in vars(blocking) if not attribute.startswith("_")}
    assert public
    assert public == {attribute for attribute in vars(asynchronous) if not attribute.startswith("_")}
    for attribute in public:
        one, other = getattr(blocking, attribute), getattr(asynchronous, attribute)
        if not isinstance(one, property):
            assert list(parameters(one)) == list(parameters(other))
            assert inspect.iscoroutinefunction(other) or inspect.isasyncgenfunction(other)
        assert inspect.getdoc(one) == inspect.getdoc(other)
    assert list(parameters(blocking)) == list(parameters(asynchronous))


def test_everything_public_is_documented():
    for name in sorted({*dgspay.__all__} - {"__version__"}):
        public = getattr(dgspay, name)
        assert inspect.getdoc(public), name
        assert public.__module__ == "dgspay", name
        for attribute, value in vars(public).items():
            if not attribute.startswith("_") and not inspect.isclass(value):
                assert inspect.getdoc(value), f"{name}.{attribute}"


OWN_README = Path(__file__).parents[1] / "README.md"
READMES = [ROOT / "README.md", OWN_README]


def snippet(readme, name):
    """The block of Python under this mark."""
    mark = rf"^<!-- test: {name} -->\n```python\n(.*?)```"
    return re.search(mark, readme.read_text("utf-8"), re.DOTALL | re.MULTILINE)[1]


@pytest.fixture
def ran(tmp_path):
    """Runs a block as a program of its own; gives what it has printed."""

    def run(readme, name, merchant):
        program = tmp_path / f"{name}.py"
        program.write_text(snippet(readme, name))
        ended = subprocess.run(
            [sys.executable, "-W", "error", str(program)],
            env=merchant.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (ended.returncode, ended.stderr) == (0, "")
        return ended.stdout

    return run


@pytest.mark.parametrize("readme", READMES)
def test_the_quickstart_runs(sandbox, ran, readme):
    merchant = sandbox.merchant(approve_after_ms=100)
    assert re.fullmatch(r"successful dgs_\w+\n", ran(readme, "quickstart", merchant))
    assertions = merchant.seen("/assertions")
    assert (assertions["posts"], assertions["payments_executed"]) == (1, 1)


def test_the_link_is_made(merchant, ran):
    url = ran(OWN_README, "link", merchant).strip()
    [link] = dgspay.DgsPay(**merchant.settings).payment_links.iter()
    assert (link.url, link.amount, link.max_uses) == (url, dgspay.Money(25_000, "RWF"), 1)


def test_the_payout_is_made(sandbox, ran):
    merchant = sandbox.merchant(payout_after_ms=0)
    assert re.fullmatch(r"pending DGS\w+\n", ran(OWN_README, "payout", merchant))
    assert merchant.seen("/assertions")["payouts_executed"] == 1
    [told] = merchant.seen("/webhooks")["webhooks"]
    event = dgspay.Webhook(merchant.dgs["webhook_secret"]).verify(told["body"].encode(), told["signature"])
    assert event.recipient_gets == dgspay.Money(10_000, "RWF"), "grossed up"


ANSWERS = {
    "auth_pin": "requires_pin",
    "auth_avs": "requires_additional_fields",
    "auth_3ds": "redirect_url",
}


@pytest.mark.parametrize("scenario", ANSWERS)
def test_the_card_is_taken(merchant, monkeypatch, scenario):
    for name, value in merchant.environment.items():
        monkeypatch.setenv(name, value)
    program = {}
    exec(snippet(OWN_README, "card"), program)
    encryptor = dgspay.CardEncryptor(merchant.dgs["encryption_key"])
    card = encryptor.encrypt("4532 1234 5678 9010", 9, 28, "123")
    sent = {name: getattr(card, name) for name in ("number", "expiry_month", "expiry_year", "cvv", "nonce")}
    assert program["take"](sent).paid
    pin = encryptor.encrypt_pin("1234")
    answers = {
        "requires_pin": {"pin": pin.pin, "nonce": pin.nonce},
        "requires_otp": {"otp": "123456"},
        "requires_additional_fields": {"line1": "KN 4 Ave 12", "country": "RW", "city": "Kigali"},
    }
    charge = program["pay"].charges.create_card(
        amount=5_000,
        card=encryptor.encrypt("4532123456789010", "12", "2028", "123"),
        customer=dgspay.Customer("Aline", "Uwase", "aline@example.rw", phone="0788123456"),
        redirect_url="https://shop.example/thanks",
        scenario_key=f"scenario:{scenario}&issuer:approved",
    )
    assert charge.next_action.kind == ANSWERS[scenario]
    while charge.next_action and charge.next_action.kind in answers:
        charge = program["go_on"](charge, answers[charge.next_action.kind])
    assert charge.paid == (scenario != "auth_3ds")
    assert program["go_on"](charge, {}) is charge


@pytest.mark.parametrize("readme", READMES)
def test_the_webhook_snippet_runs(monkeypatch, readme):
    secret, program = "whs_of_the_readme", {}
    monkeypatch.setenv("DGSPAY_WEBHOOK_SECRET", secret)
    exec(snippet(readme, "webhook"), program)

    def receive(event):
        body = {
            "event": event,
            "dgs_reference": "dgs_1",
            "amount": 5000,
            "currency": "RWF",
            "net_amount": 4850,
        }
        body = json.dumps(body).encode()
        return program["receive"](body, dgspay.Webhook.sign(secret, body))

    assert receive("payment.success") == "dgs_1: RWF 4,850 credited"
    assert receive("payment.failed") == "dgs_1: released"
    assert receive("payment.refunded") == "payment.refunded:dgs_1: kept"
    with pytest.raises(dgspay.SignatureError):
        program["receive"](b"{}", None)


TESTED = {"quickstart", "webhook", "card", "link", "payout", "flask", "fastapi", "django"}


@pytest.mark.parametrize("readme", READMES)
def test_no_snippet_is_left_out(readme):
    """The receivers run in `test_servers`."""
    text = readme.read_text("utf-8")
    marked = re.findall(r"<!-- test: (\w+) -->\n```python", text)
    assert len(marked) == text.count("```python")
    assert set(marked) <= TESTED
    if readme == OWN_README:
        assert set(marked) == TESTED
