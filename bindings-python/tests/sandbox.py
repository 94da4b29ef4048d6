"""The sandbox as tests use it: its control API, and a sandbox of one's own."""

import json
import os
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]
BINARY = os.environ.get("DGSPAY_BIN", str(ROOT / "target/debug/dgspay"))


class Control:
    """The control API of a running sandbox, as its ready line describes it."""

    def __init__(self, ready):
        self.access = ready["control"]

    def merchant(self, **opening):
        """Opens a merchant."""
        return Merchant(self, self.ask("POST", "/merchants", opening))

    def ask(self, method, path, data=None):
        """One request."""
        headers = {
            "authorization": f"Bearer {self.access['token']}",
            "content-type": "application/json",
        }
        body = None if data is None else json.dumps(data).encode()
        request = urllib.request.Request(self.access["url"] + path, body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as refusal:
            raise RuntimeError(f"{method} {path}: {refusal} {refusal.read()}") from None


class Merchant:
    """A merchant of its own, and what the sandbox knows of it."""

    def __init__(self, control, opened):
        self.control, self.opened, self.id, self.dgs = control, opened, opened["id"], opened["dgs"]

    @property
    def settings(self):
        """What `DgsPay` is given."""
        return {name: self.dgs[name] for name in ("api_key", "account_number", "base_url")}

    @property
    def environment(self):
        """The same as environment variables, for another process."""
        settings = self.settings | {"webhook_secret": self.dgs["webhook_secret"]}
        return os.environ | {f"DGSPAY_{name.upper()}": value for name, value in settings.items()}

    def fault(self, **fault):
        """Adds a fault."""
        self.control.ask("POST", "/faults", fault | {"merchant": self.id})

    def seen(self, what):
        """Reads `/assertions`, `/requests`, `/webhooks` or `/pushes`."""
        return self.control.ask("GET", f"{what}?merchant={self.id}")

    def decide(self, decision, reference=None):
        """Approves or declines a push; without a reference, the only one that waits."""
        reference = reference or self.seen("/pushes")["pushes"][0]["reference"]
        self.control.ask("POST", f"/pushes/{reference}", {"decision": decision})


class Sandbox(Control):
    """A sandbox of one's own, on a free port."""

    def __init__(self):
        command = [BINARY, "sandbox", "--json", "--port", "0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
        super().__init__(json.loads(self.process.stdout.readline()))

    def close(self):
        """Ends it."""
        self.process.terminate()
        self.process.communicate(timeout=10)
