"""One library in a fresh process: until it is there with a client, until its first call has ended, and the memory then.
Nothing that a library may want itself is imported before the clock runs."""

import sys
from time import perf_counter

began = perf_counter()
contender = sys.argv[1]
try:
    if contender == "dgspay":
        import dgspay as library
    elif contender == "requests":
        import requests as library
    elif contender == "httpx":
        import httpx as library
    elif contender == "stripe":
        import stripe as library
    elif contender == "aiohttp":
        import aiohttp as library
    elif contender == "urllib3":
        import urllib3 as library
    else:
        raise ValueError(contender)
except ImportError as error:
    print('{"missing": "%s", "load_us": 0, "resident_kb": 0}' % error)
    raise SystemExit from None
loaded = perf_counter()

import json  # noqa: E402
import os  # noqa: E402

sys.path.insert(0, os.path.dirname(__file__))
task = json.loads(sys.argv[2])
task["order"] = json.loads(task["order"])
before_call = perf_counter()


def call() -> str:
    from order import arguments, headers, written

    body, sent = written(task["order"]), headers(task)
    if contender == "dgspay":
        client = library.DgsPay(
            api_key=task["api_key"], account_number=task["account_number"], base_url=task["base_url"]
        )
        return client.charges.create_mobile_money(**arguments(task["order"], library.Customer)).reference
    if contender in ("requests", "httpx"):
        content = {"content": body} if contender == "httpx" else {"data": body}
        return library.post(task["url"], headers=sent, **content).json()["dgs_reference"]
    if contender == "urllib3":
        return library.request("POST", task["url"], headers=sent, body=body).json()["dgs_reference"]
    import asyncio

    async def with_aiohttp() -> str:
        async with library.ClientSession(headers=sent) as session, session.post(task["url"], data=body) as answer:
            return (await answer.json())["dgs_reference"]

    return asyncio.run(with_aiohttp())


told = {"load_us": (loaded - began) * 1e6}
# Stripe's client speaks to Stripe alone.
if contender != "stripe":
    if call() != task["reference"]:
        raise ValueError("another answer")
    told["first_call_us"] = (perf_counter() - before_call + loaded - began) * 1e6
with open("/proc/self/statm") as memory:
    told["resident_kb"] = int(memory.read().split()[1]) * os.sysconf("SC_PAGESIZE") / 1024
print(json.dumps(told))
