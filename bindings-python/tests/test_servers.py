"""Receivers in real servers, to which the sandbox delivers real webhooks."""

import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from dgspay import DgsPay
from test_package import snippet

README = Path(__file__).parents[1] / "README.md"

GUNICORN = ("gunicorn", "--log-level", "warning", "--workers", "1", "--bind", "127.0.0.1:{port}")
UVICORN = ("uvicorn", "--log-level", "warning", "--port", "{port}")

SETTINGS = """
SECRET_KEY = "of a test"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "shop"
MIDDLEWARE = ["django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware"]
"""

FAILS_ONCE = """
from receivers import APPLICATIONS

calls = []

def receive(event):
    calls.append(event)
    if len(calls) == 1:
        raise ZeroDivisionError
    print(f"{{event.dedupe_key}}: kept", flush=True)

async def receive_async(event):
    receive(event)

app = APPLICATIONS["{name}"]({handler})
"""


@pytest.fixture
def shop(sandbox, tmp_path):
    """Starts a server with a program and pays there; gives what the program has printed."""

    @contextmanager
    def served(server, application, program):
        (tmp_path / "shop.py").write_text(program)
        (tmp_path / "shop_settings.py").write_text(SETTINGS)
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            port = unused.getsockname()[1]
        merchant = sandbox.merchant(approve_after_ms=0, webhook_url=f"http://127.0.0.1:{port}/dgspay/webhook")
        paths = os.pathsep.join([str(tmp_path), str(Path(__file__).parent)])
        settings = {"PYTHONPATH": paths, "DJANGO_SETTINGS_MODULE": "shop_settings"}
        with open(tmp_path / "printed", "w+") as printed:
            process = subprocess.Popen(
                [sys.executable, "-m", *(part.format(port=port) for part in server), application],
                env=merchant.environment | settings,
                cwd=tmp_path,
                stdout=printed,
                stderr=printed,
            )
            try:
                await_server(process, port)
                yield merchant, lambda: (tmp_path / "printed").read_text()
            finally:
                process.terminate()
                process.wait(timeout=20)

    return served


def await_server(process, port):
    for _ in range(300):
        assert process.poll() is None, "the server has ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("no server within 30 s")


def delivered(merchant, payment):
    """Makes a payment and waits until its webhook was taken; gives the reference and the deliveries."""
    charge = DgsPay(**merchant.settings).charges.create_mobile_money(**payment)
    merchant.decide("approve", charge.reference)
    for _ in range(200):
        log = merchant.seen("/webhooks")["webhooks"]
        if log and log[0]["state"] == "delivered":
            [told] = log
            return charge.reference, told
        time.sleep(0.1)
    pytest.fail(f"not delivered: {log}")


@pytest.mark.parametrize(
    ("name", "server", "application"),
    [
        ("flask", GUNICORN, "shop:app"),
        ("fastapi", UVICORN, "shop:app"),
        ("django", GUNICORN, "django.core.wsgi:get_wsgi_application()"),
    ],
)
def test_the_readme_receives(shop, payment, name, server, application):
    with shop(server, application, snippet(README, name)) as (merchant, printed):
        reference, told = delivered(merchant, payment)
        assert len(told["attempts"]) == 1
        assert re.search(
            rf"^(payment\.success:)?{reference}: (RWF 4,850 credited|kept)$", printed(), re.MULTILINE
        )


@pytest.mark.parametrize(
    ("name", "handler", "server"),
    [
        ("flask", "receive", GUNICORN),
        ("flask", "receive_async", GUNICORN),
        ("fastapi", "receive", UVICORN),
        ("fastapi", "receive_async", UVICORN),
        ("starlette", "receive_async", UVICORN),
        ("django", "receive", GUNICORN),
        ("django", "receive_async", UVICORN),
    ],
)
def test_what_a_handler_has_not_taken_comes_again(shop, payment, name, handler, server):
    with shop(server, "shop:app", FAILS_ONCE.format(name=name, handler=handler)) as (merchant, printed):
        reference, told = delivered(merchant, payment)
        assert [attempt["status"] for attempt in told["attempts"]] == [500, 200]
        assert f"payment.success:{reference}: kept" in printed()
