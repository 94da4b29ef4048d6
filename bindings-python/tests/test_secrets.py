"""A key, an account number or a webhook secret goes in and never comes out."""

import asyncio
import copy
import gc
import inspect
import pickle
import traceback

import pytest

from dgspay import AsyncDgsPay, ConfigError, ConnectionError, DgsPay, SignatureError, Webhook

RESOURCES = ("banks", "charges", "disbursements", "payment_links", "transactions", "wallet")
KEY, ACCOUNT, SECRET = "sk_test_canary_key", "ACC-canary-account", "whs_canary_secret"


def shown(*values):
    """Everything that printing can show of the values, their attributes and what refers to them."""
    text = []
    for value in values:
        text += [repr(value), str(value), f"{value}", repr(getattr(value, "__dict__", ""))]
        for name in dir(value):
            if not name.startswith("__"):
                text.append(repr(getattr(value, name, "")))
        text += [repr(held) for held in gc.get_referents(value) if not inspect.ismodule(held)]
    return "\n".join(text)


def told(call):
    """What a call raises, and its traceback as tools show it that print local variables.

    The frames of these tests are left out: only the library's own are its business.
    """
    try:
        call()
    except Exception as error:
        frames = error.__traceback__
        while frames and frames.tb_frame.f_code.co_name in ("told", "<lambda>"):
            frames = frames.tb_next
        shown = traceback.TracebackException(type(error), error, frames, capture_locals=True)
        return error, "".join(shown.format()) + repr(error) + repr(vars(error))
    pytest.fail("nothing was raised")


class Careless:
    """The control: what happens to a key that is not cared for."""

    def __init__(self, api_key):
        raise ValueError


def test_the_canary_sings():
    assert "canary" in told(lambda: Careless(KEY))[1]
    assert "canary" in shown({"key": KEY})


@pytest.fixture(params=[DgsPay, AsyncDgsPay])
def client(request):
    return request.param(api_key=KEY, account_number=ACCOUNT, base_url="http://127.0.0.1:9", max_retries=0)


def test_clients_show_nothing(client):
    assert "canary" not in shown(client, client._client, *(getattr(client, name) for name in RESOURCES))
    assert "canary" not in shown(copy.copy(client))


def test_webhooks_show_nothing():
    webhook = Webhook([SECRET])
    assert "canary" not in shown(webhook)
    error, text = told(lambda: webhook.verify(b"{}", "0" * 64))
    assert isinstance(error, SignatureError)
    assert "canary" not in text
    error, text = told(lambda: Webhook(SECRET + "\n"))
    assert isinstance(error, ConfigError)
    assert "canary" not in text


def test_nothing_with_a_secret_is_pickled(client):
    for value in (client, client.charges, Webhook(SECRET)):
        with pytest.raises(TypeError):
            pickle.dumps(value)
        with pytest.raises(TypeError):
            copy.deepcopy(value)


@pytest.mark.parametrize(
    "wrong",
    [
        {"api_key": KEY + "\n"},
        {"api_key": KEY + "\udcff"},
        {"account_number": ACCOUNT + "\n"},
        {"timeout": "soon"},
        {"base_url": "http://user:canary@example.rw"},
        {"max_retries": 99},
    ],
)
@pytest.mark.parametrize("flavour", [DgsPay, AsyncDgsPay])
def test_a_refused_setting_does_not_show_the_others(flavour, wrong):
    settings = {"api_key": KEY, "account_number": ACCOUNT} | wrong
    error, text = told(lambda: flavour(**settings))
    assert isinstance(error, ConfigError | TypeError)
    assert "canary" not in text
    assert "Error>" not in text, "no repr failed on the way"


def test_an_error_of_a_call_shows_nothing(client):
    def call():
        return client.wallet.balances()

    error, text = told(call if isinstance(client, DgsPay) else lambda: asyncio.run(call()))
    assert isinstance(error, ConnectionError)
    assert "canary" not in text + repr(error._info)
    assert b"canary" not in pickle.dumps(error)


def test_a_traceback_is_short():
    client = DgsPay(api_key=KEY, account_number=ACCOUNT, base_url="http://127.0.0.1:9", max_retries=0)
    with pytest.raises(ConnectionError) as caught:
        client.wallet.balances()
    assert len(traceback.extract_tb(caught.value.__traceback__)) == 3
