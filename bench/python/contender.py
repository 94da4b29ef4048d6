"""A contender in Python: reads what it is to do, says that it can, and then takes its turns."""

import importlib
import json
import math
import resource
import sys
from collections.abc import Callable
from typing import Any

TASKS = {"calls-async": "calls_async", "calls-sync": "calls_sync", "webhook": "webhooks", "card": "cards"}

Turn = Callable[[float, int], list[float] | int]
"""Works for so many seconds with so much in flight, and tells how long each call took, in seconds; or, if
single ones are too short to be timed, how many there were."""


def main() -> None:
    task = json.loads(sys.stdin.readline())
    task["order"] = json.loads(task.get("order", "null"))
    module = importlib.import_module(TASKS[task["task"]])
    try:
        version, turn = module.prepare(task["contender"], task)
    except ImportError as error:
        say({"missing": str(error)})
        return
    say({"version": version})
    for line in sys.stdin:
        wanted = json.loads(line)
        before = cpu()
        done = turn(wanted["seconds"], wanted["in_flight"])
        say({"cpu_us": (cpu() - before) * 1e6, **figures(done)})


def cpu() -> float:
    """What all threads of this process have used, in seconds."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def figures(done: list[float] | int) -> dict[str, float]:
    if isinstance(done, int):
        return {"count": done}
    done.sort()
    return {"count": len(done), "p50_us": tail(done, 0.5) * 1e6, "p99_us": tail(done, 0.99) * 1e6}


def tail(times: list[float], share: float) -> float:
    return times[math.ceil(len(times) * share) - 1] if times else 0


def say(line: dict[str, Any]) -> None:
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
