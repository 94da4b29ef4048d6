"""An interpreter that ends while calls are running ends well: silently, at once, with exit code 0."""

import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

ROUNDS = 30

PROGRAMS = {
    "asyncio, abandoned tasks": """
        import asyncio
        async def main():
            pay = AsyncDgsPay()
            tasks = [asyncio.create_task(pay.wallet.balances()) for _ in range(20)]
            await asyncio.sleep(0.02)
            assert not any(task.done() for task in tasks)
        asyncio.run(main())
    """,
    "asyncio, a loop that nobody closes": """
        import asyncio, warnings
        warnings.simplefilter("ignore", ResourceWarning)
        pay, loop = AsyncDgsPay(), asyncio.new_event_loop()
        async def main():
            main.tasks = [asyncio.ensure_future(pay.wallet.balances()) for _ in range(20)]
            await asyncio.sleep(0.02)
        loop.run_until_complete(main())
        loop.set_exception_handler(lambda *_: None)      # "Task was destroyed" is asyncio's own word
    """,
    "asyncio, a loop watched by a thread": """
        import asyncio
        class Loop(asyncio.SelectorEventLoop):
            def add_reader(self, fd, *_):
                if fd != self._ssock.fileno():
                    raise NotImplementedError
                return super()._add_reader(fd, *_)
        async def main():
            pay = AsyncDgsPay()
            await pay.transactions.list()
            tasks = [asyncio.create_task(pay.wallet.balances()) for _ in range(20)]
            await asyncio.sleep(0.02)
        with asyncio.Runner(loop_factory=Loop) as runner:
            runner.run(main())
    """,
    "threads": """
        pay = DgsPay()
        for _ in range(20):
            threading.Thread(target=pay.wallet.balances).start()
    """,
    "daemon threads": """
        pay = DgsPay()
        def work():
            while True:
                pay.wallet.balances()
        for _ in range(20):
            threading.Thread(target=work, daemon=True).start()
        time.sleep(0.05)
    """,
    "daemon threads with loops": """
        import asyncio
        async def work():
            pay = AsyncDgsPay()
            while True:
                await asyncio.gather(*[pay.wallet.balances() for _ in range(5)])
        for _ in range(8):
            threading.Thread(target=lambda: asyncio.run(work()), daemon=True).start()
        time.sleep(0.1)
    """,
    "sys.exit in the middle": """
        pay = DgsPay()
        threading.Thread(target=pay.wallet.balances, daemon=True).start()
        time.sleep(0.05)
        sys.exit(0)
    """,
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_exit_with_calls_in_flight(script, merchant, name):
    # Answers that come while the interpreter ends are the dangerous ones: they take 60 ms.
    merchant.fault(fault="slow-answer", operation="balance", delay_ms=60, times=0)

    def once(_):
        started = time.monotonic()
        out, err = (process := script(PROGRAMS[name])).communicate(timeout=30)
        return process.returncode, out, err, time.monotonic() - started < 10

    with ThreadPoolExecutor(4) as rounds:
        assert set(rounds.map(once, range(ROUNDS))) == {(0, "", "", True)}


def test_a_second_interpreter_is_refused_in_plain_words():
    """A limit of PyO3, and no crash."""
    program = """
    import dgspay, sys
    if sys.version_info >= (3, 13):
        import _interpreters as interpreters
    else:
        import _xxsubinterpreters as interpreters
    failed = interpreters.run_string(interpreters.create(), "import dgspay")
    if failed is not None:
        sys.exit(failed.formatted)
    """
    command = [sys.executable, "-c", textwrap.dedent(program)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert "ImportError" in ended.stderr
    assert "subinterpreters" in ended.stderr
