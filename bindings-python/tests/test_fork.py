"""A process may fork before, after and during calls; parent and child both go on."""

import os
import re
import signal
import subprocess
import sys
import textwrap
import time
import urllib.request

import pytest

BEFORE, DURING, AFTER = "before", "during", "after"

FORKS = """
pay = DgsPay()
when, sleeper = sys.argv[1], None
if when == "after":
    pay.wallet.balances()
if when == "during":
    sleeper = threading.Thread(target=lambda: tell(len(pay.wallet.balances())))
    sleeper.start()
    time.sleep(0.3)                      # the answer takes a second: the call is on its way
child = os.fork()
tell(len(pay.wallet.balances()))
pay.charges.create_mobile_money(**PAYMENT)
if child == 0:
    os._exit(0)
sleeper and sleeper.join()
assert os.waitpid(child, 0)[1] == 0
tell(len(pay.wallet.balances()))
"""

FORKS_WITH_ASYNCIO = """
import asyncio
async def two():
    pay = AsyncDgsPay()
    found = await asyncio.gather(pay.wallet.balances(), pay.wallet.balances())
    tell(*map(len, found))
when = sys.argv[1]
if when == "during":
    async def interrupted():
        running = asyncio.create_task(two())
        await asyncio.sleep(0.3)
        await asyncio.to_thread(fork)
        await running
    def fork():
        global child
        child = os.fork()
        if child == 0:
            asyncio.run(two())
            os._exit(0)
    asyncio.run(interrupted())
else:
    if when == "after":
        asyncio.run(two())
    child = os.fork()
    asyncio.run(two())
    if child == 0:
        os._exit(0)
assert os.waitpid(child, 0)[1] == 0
asyncio.run(two())
"""


@pytest.mark.parametrize("when", [BEFORE, DURING, AFTER])
@pytest.mark.parametrize("round_", range(5))
def test_fork(run, merchant, when, round_):
    if when == DURING:
        merchant.fault(fault="slow-answer", operation="balance", delay_ms=1_000)
    found = run(FORKS, when)
    assert set(found) == {"2"}
    assert len(found) == (4 if when == DURING else 3)
    assert merchant.seen("/assertions")["posts"] == 2


@pytest.mark.parametrize("when", [BEFORE, DURING, AFTER])
def test_fork_with_asyncio(run, merchant, when):
    if when == DURING:
        merchant.fault(fault="slow-answer", operation="balance", delay_ms=1_000, times=2)
    found = run(FORKS_WITH_ASYNCIO, when)
    assert found == ["2"] * (8 if when == AFTER else 6)


def test_multiprocessing_with_fork(run, merchant):
    program = """
    from multiprocessing import get_context
    pay = DgsPay()
    def work(_):
        return pay.charges.create_mobile_money(**PAYMENT).reference
    work(0)
    with get_context("fork").Pool(4) as pool:
        print(*pool.map(work, range(20)))
        pool.close()
        pool.join()
    """
    assert len(set(run(program))) == 20
    assert merchant.seen("/assertions")["posts"] == 21


def test_gunicorn_with_preload(merchant, tmp_path):
    app = """
    from dgspay import DgsPay
    pay = DgsPay()
    pay.wallet.balances()                # in the master, before it forks
    def app(environ, start_response):
        import os
        start_response("200 OK", [])
        return [f"{os.getpid()} {len(pay.wallet.balances())}".encode()]
    """
    (tmp_path / "shop.py").write_text(textwrap.dedent(app))
    arguments = ["--preload", "--workers", "2", "--timeout", "10", "--bind", "127.0.0.1:0"]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *arguments, "shop:app"],
        cwd=tmp_path,
        env=merchant.environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    log = []
    while not (address := re.search(r"http://[\d.:]+", "".join(log))):
        log.append(process.stderr.readline())
        assert log[-1], "".join(log)
    seen, deadline = set(), time.monotonic() + 20
    while len(seen) < 2 and time.monotonic() < deadline:
        with urllib.request.urlopen(address[0], timeout=10) as answer:
            worker, count = answer.read().decode().split()
        assert count == "2"
        seen.add(worker)
    process.send_signal(signal.SIGTERM)
    log.append(process.communicate(timeout=20)[1])
    assert len(seen) == 2, "".join(log)
    assert str(os.getpid()) not in seen
    assert process.returncode == 0, "".join(log)
    assert "Traceback" not in "".join(log)
    assert "TIMEOUT" not in "".join(log)
