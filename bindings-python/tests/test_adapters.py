"""Receivers of webhooks, in the real frameworks: what they answer, and what gets to the handler."""

import asyncio
import json
import logging
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dgspay import ConfigError, PaymentSucceeded, UnknownEvent, Webhook
from receivers import APPLICATIONS, poster

SECRET, OLD = "whs_of_a_receiver", "whs_of_last_year"
# As no JSON library would write it again: spaces, order, escapes, a number with zeros at its end.
BODY = (
    b'{ "event":"payment.success",\n\t"dgs_reference" : "dgs_1", "amount":5000.00, "net_amount": 4850,'
    b' "currency":"RWF", "note":"caf\\u00e9 \xc3\xa9 \\/" }\r\n'
)


def signed(body, secret=SECRET):
    return {"X-DGS-Signature": Webhook.sign(secret, body)}


class Shop:
    """Somebody's receiver; it fails as often as it is told to."""

    def __init__(self):
        self.events, self.calls, self.failures = [], 0, 0

    def receive(self, event):
        """Receives."""
        self.calls += 1
        if self.calls <= self.failures:
            raise ZeroDivisionError
        self.events.append(event)
        return "ignored"

    async def receive_async(self, event):
        self.receive(event)


@pytest.fixture
def shop():
    return Shop()


@pytest.fixture(params=["plain", "async"])
def handler(request, shop):
    return shop.receive if request.param == "plain" else shop.receive_async


@pytest.fixture(params=APPLICATIONS)
def application(request, caplog):
    caplog.set_level(logging.CRITICAL, "django.request")
    return APPLICATIONS[request.param]


@pytest.fixture
def post(application, handler):
    return poster(application(handler, [SECRET, OLD]))


def test_an_event_is_received(post, shop):
    assert post(BODY, signed(BODY)) == (200, {"status": "received"})
    [event] = shop.events
    assert isinstance(event, PaymentSucceeded)
    assert (event.reference, event.raw, event.secret_index) == ("dgs_1", BODY.decode(), 0)
    assert post(BODY, signed(BODY, OLD))[0] == 200
    assert shop.events[1].secret_index == 1


def test_an_event_of_tomorrow_is_received(post, shop):
    body = b'{"event":"payment.refunded"}'
    assert post(body, signed(body)) == (200, {"status": "received"})
    assert isinstance(shop.events[0], UnknownEvent)


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "signature_missing"),
        ({"X-DGS-Signature": ""}, "signature_missing"),
        ({"X-DGS-Signature": "sha256"}, "signature_malformed"),
        (signed(BODY, "whs_of_somebody_else"), "signature_mismatch"),
        (signed(BODY + b" "), "signature_mismatch"),
    ],
)
def test_a_signature_that_is_wrong(post, shop, headers, code):
    status, answer = post(BODY, headers)
    assert (status, answer["error"]) == (401, code)
    assert shop.calls == 0


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"\xff", b'{"event":"payment.success"}'])
def test_a_signed_body_that_is_no_event(post, shop, body):
    assert post(body, signed(body)) == (400, {"error": "event_unreadable"})
    assert shop.calls == 0


def test_a_body_that_was_written_again_fails(post, shop):
    """The control: the same JSON in other bytes is another body."""
    again = json.dumps(json.loads(BODY)).encode()
    assert json.loads(again) == json.loads(BODY)
    assert post(again, signed(BODY))[0] == 401
    assert shop.events == []


def test_a_body_that_others_have_looked_at(application, handler, shop):
    post = poster(application(handler, SECRET, nosy=True))
    assert post(BODY, signed(BODY)) == (200, {"status": "received"})
    assert shop.events[0].raw == BODY.decode()


def test_a_handler_that_fails_gets_the_event_again(post, shop):
    shop.failures = 1
    assert post(BODY, signed(BODY))[0] == 500
    assert shop.events == []
    assert post(BODY, signed(BODY)) == (200, {"status": "received"})
    assert len(shop.events) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.binary(), st.text(st.characters(codec="latin-1", exclude_categories=["Cc"])) | st.none())
def test_no_body_and_no_header_is_a_failure_of_the_server(post, body, header):
    try:
        status, _ = post(body, {} if header is None else {"X-DGS-Signature": header})
    except UnicodeEncodeError:  # the client's own: its headers are ASCII
        return
    assert status == 401
    assert post(body, signed(body))[0] in (200, 400)


@pytest.mark.parametrize("name", APPLICATIONS)
def test_secrets_of_the_environment(monkeypatch, shop, name):
    monkeypatch.delenv("DGSPAY_WEBHOOK_SECRET", raising=False)
    with pytest.raises(ConfigError, match="DGSPAY_WEBHOOK_SECRET"):
        APPLICATIONS[name](shop.receive)
    monkeypatch.setenv("DGSPAY_WEBHOOK_SECRET", SECRET)
    for post in (
        poster(APPLICATIONS[name](shop.receive)),
        poster(APPLICATIONS[name](shop.receive, Webhook(SECRET))),
    ):
        assert post(BODY, signed(BODY))[0] == 200


@pytest.mark.parametrize("name", ["fastapi", "starlette"])
def test_a_plain_handler_does_not_stop_the_loop(name):
    def on_a_loop():
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            found.append(False)
        else:
            found.append(True)

    async def handler(event):
        on_a_loop()

    found = []
    for receive in (lambda event: on_a_loop(), handler):
        assert poster(APPLICATIONS[name](receive, SECRET))(BODY, signed(BODY))[0] == 200
    assert found == [False, True]


def test_a_receiver_has_the_name_of_its_handler(shop):
    assert [route.name for route in APPLICATIONS["fastapi"](shop.receive, SECRET).routes][-1] == "receive"
    assert "receive" in APPLICATIONS["flask"](shop.receive, SECRET).view_functions
    schema = APPLICATIONS["fastapi"](shop.receive, SECRET).openapi()["paths"]["/dgspay/webhook"]["post"]
    assert schema["description"] == "Receives."
    assert "requestBody" not in schema


def test_django_takes_nothing_but_posts(shop):
    from django.test import Client

    APPLICATIONS["django"](shop.receive, SECRET)
    assert Client().get("/dgspay/webhook").status_code == 405


@pytest.mark.parametrize(
    ("name", "needs"), [("flask", "flask"), ("fastapi", "starlette"), ("django", "django")]
)
def test_an_adapter_needs_its_framework_only_when_it_is_imported(name, needs):
    program = (
        f"import sys; sys.modules[{needs!r}] = None; import dgspay, dgspay.types\n"
        f"try: import dgspay.{name}\n"
        f"except ModuleNotFoundError as error: print(error.name)"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stdout.split(".")[0].strip() == needs
