import subprocess
import sys
import textwrap

import pytest
from hypothesis import settings

from dgspay import Customer, DgsPay
from sandbox import Sandbox

# A shared machine is no clock, and what failed once must fail again.
settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def sandbox():
    sandbox = Sandbox()
    yield sandbox
    sandbox.close()


@pytest.fixture
def merchant(sandbox):
    """A merchant whose pushes wait for a person."""
    return sandbox.merchant(approve_after_ms=0)


@pytest.fixture
def pay(merchant):
    return DgsPay(**merchant.settings)


@pytest.fixture
def payment():
    """Everything that a mobile-money charge must have."""
    return {
        "amount": 5_000,
        "phone": "0788 123 456",
        "network": "MTN",
        "customer": Customer("Aline", "Uwase", "aline@example.rw"),
        "redirect_url": "https://shop.example/thanks",
    }


@pytest.fixture
def script(merchant, tmp_path):
    """Starts a program of its own, with the merchant in its environment."""
    path = tmp_path / "program.py"

    def start(program, *arguments, **options):
        path.write_text(PRELUDE + textwrap.dedent(program))
        command = [sys.executable, "-X", "faulthandler", *WARNINGS, str(path), *arguments]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, env=merchant.environment, **pipes, **options)

    return start


@pytest.fixture
def run(script):
    """Runs a program to its end, which must be a good and silent one; gives what it has printed."""

    def finish(program, *arguments):
        process = script(program, *arguments)
        out, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, ""), f"{process.returncode}: {out}{err}"
        return out.split()

    return finish


# Newer Pythons advise against forking with threads, which is what these tests are about.
WARNINGS = ["-W", "error", "-W", "ignore:This process:DeprecationWarning"]

PRELUDE = '''\
import os, sys, threading, time
from dgspay import *

PAYMENT = dict(
    amount=5_000, phone="0788 123 456", network="MTN",
    customer=Customer("Aline", "Uwase", "aline@example.rw"),
    redirect_url="https://shop.example/thanks",
)

def tell(*values):
    """Prints in one piece, whoever else is printing."""
    os.write(1, (" ".join(map(str, values)) + "\\n").encode())
'''
