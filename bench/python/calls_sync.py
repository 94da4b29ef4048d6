"""Blocking calls from threads: each contender as its own documentation shows it for many threads."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from io import BytesIO
from time import perf_counter
from typing import Any

from order import arguments, check, headers, written

CONNECTIONS = 64

Call = Callable[[], str]


def dgspay(task: dict[str, Any]) -> Call:
    from dgspay import Customer, DgsPay

    pay = DgsPay(
        api_key=task["api_key"], account_number=task["account_number"], base_url=task["base_url"]
    )
    return lambda: pay.charges.create_mobile_money(**arguments(task["order"], Customer)).reference


def requests(task: dict[str, Any]) -> Call:
    import requests

    # One a thread: its documentation does not promise that a session can be shared.
    of_thread = threading.local()

    def call() -> str:
        if not hasattr(of_thread, "session"):
            of_thread.session = requests.Session()
            of_thread.session.headers.update(headers(task))
        answer = of_thread.session.post(task["url"], data=written(task["order"]))
        answer.raise_for_status()
        return answer.json()["dgs_reference"]

    return call


def httpx(task: dict[str, Any]) -> Call:
    import httpx

    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    client = httpx.Client(headers=headers(task), limits=limits)

    def call() -> str:
        answer = client.post(task["url"], content=written(task["order"]))
        return answer.raise_for_status().json()["dgs_reference"]

    return call


def pycurl(task: dict[str, Any]) -> Call:
    import pycurl

    of_thread = threading.local()

    def call() -> str:
        if not hasattr(of_thread, "curl"):
            curl = of_thread.curl = pycurl.Curl()
            curl.setopt(pycurl.URL, task["url"])
            curl.setopt(pycurl.HTTPHEADER, [f"{name}: {value}" for name, value in headers(task).items()])
            curl.setopt(pycurl.FAILONERROR, True)
        curl, body = of_thread.curl, BytesIO()
        curl.setopt(pycurl.POSTFIELDS, written(task["order"]))
        curl.setopt(pycurl.WRITEDATA, body)
        curl.perform()
        return json.loads(body.getvalue())["dgs_reference"]

    return call


def urllib3(task: dict[str, Any]) -> Call:
    import urllib3

    pool = urllib3.PoolManager(maxsize=CONNECTIONS, block=True, headers=headers(task))

    def call() -> str:
        answer = pool.request("POST", task["url"], body=written(task["order"]))
        if answer.status != 200:
            raise ValueError(f"status {answer.status}")
        return answer.json()["dgs_reference"]

    return call


CONTENDERS = {one.__name__: one for one in (dgspay, requests, httpx, pycurl, urllib3)}


def prepare(name: str, task: dict[str, Any]) -> tuple[str, Callable[[float, int], list[float]]]:
    call = CONTENDERS[name](task)
    threads = ThreadPoolExecutor(CONNECTIONS)

    def caller(until: float) -> list[float]:
        times: list[float] = []
        while (began := perf_counter()) < until:
            check(call(), task)
            times.append(perf_counter() - began)
        return times

    def turn(seconds: float, in_flight: int) -> list[float]:
        until = perf_counter() + seconds
        if in_flight == 1:
            return caller(until)
        callers = [threads.submit(caller, until) for _ in range(in_flight)]
        return [time for caller in callers for time in caller.result()]

    return version(name), turn
