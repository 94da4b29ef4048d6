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

PAIRS = ["DgsPay", "Charges", "Wallet", "Transactions"]


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
    assert took <= 6, f"{took:.1f} ms"
    assert {name.partition(".")[0] for name in loaded} == {"dgspay", "__future__"}
    assert min(imports("asyncio")[0] for _ in range(3)) > took, "the control: this clock can tell"


def test_nothing_is_installed_with_it():
    assert not requires("dgspay")
    about = metadata("dgspay")
    assert about["License-Expression"] == "MIT OR Apache-2.0"
    assert {"LICENSE-MIT", "LICENSE-APACHE"} <= set(about.get_all("License-File"))
    assert about["Requires-Python"] == ">=3.11"
    assert "create_mobile_money" in about["Description"] or "create_mobile_money" in about.get_payload()


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
    for name in dgspay.__all__:
        public = getattr(dgspay, name)
        assert inspect.getdoc(public), name
        assert public.__module__ == "dgspay", name
        for attribute, value in vars(public).items():
            if not attribute.startswith("_") and not inspect.isclass(value):
                assert inspect.getdoc(value), f"{name}.{attribute}"


READMES = [ROOT / "README.md", Path(__file__).parents[1] / "README.md"]


def snippet(readme, name):
    """The block of Python under this mark."""
    mark = rf"^<!-- test: {name} -->\n```python\n(.*?)```"
    return re.search(mark, readme.read_text("utf-8"), re.DOTALL | re.MULTILINE)[1]


@pytest.mark.parametrize("readme", READMES)
def test_the_quickstart_runs(sandbox, tmp_path, readme):
    merchant = sandbox.merchant(approve_after_ms=100)
    program = tmp_path / "quickstart.py"
    program.write_text(snippet(readme, "quickstart"))
    ended = subprocess.run(
        [sys.executable, "-W", "error", str(program)],
        env=merchant.environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert re.fullmatch(r"successful dgs_\w+\n", ended.stdout)
    assertions = merchant.seen("/assertions")
    assert (assertions["posts"], assertions["payments_executed"]) == (1, 1)


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


@pytest.mark.parametrize("readme", READMES)
def test_no_snippet_is_left_out(readme):
    text = readme.read_text("utf-8")
    assert text.count("```python") == len(
        re.findall(r"<!-- test: (?:quickstart|webhook) -->\n```python", text)
    )
