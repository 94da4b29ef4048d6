"""Calls in asyncio: each contender as its own documentation shows it, with room for 64 connections."""

import asyncio
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from time import perf_counter
from typing import Any

from order import arguments, check, headers, written

CONNECTIONS = 64

Call = Callable[[], Awaitable[str]]


async def dgspay(task: dict[str, Any]) -> Call:
    from dgspay import AsyncDgsPay, Customer

    pay = AsyncDgsPay(
        api_key=task["api_key"], account_number=task["account_number"], base_url=task["base_url"]
    )

    async def call() -> str:
        charge = await pay.charges.create_mobile_money(**arguments(task["order"], Customer))
        return charge.reference

    return call


async def aiohttp(task: dict[str, Any]) -> Call:
    import aiohttp

    session = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=CONNECTIONS), headers=headers(task)
    )

    async def call() -> str:
        async with session.post(task["url"], data=written(task["order"])) as answer:
            answer.raise_for_status()
            return (await answer.json())["dgs_reference"]

    return call


async def pyreqwest(task: dict[str, Any]) -> Call:
    from pyreqwest.client import ClientBuilder

    client = ClientBuilder().default_headers(headers(task)).error_for_status(True).build()

    async def call() -> str:
        answer = await client.post(task["url"]).body_bytes(written(task["order"])).build().send()
        return (await answer.json())["dgs_reference"]

    return call


async def httpx(task: dict[str, Any]) -> Call:
    import httpx

    # By default it keeps 20 of its connections.
    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    client = httpx.AsyncClient(headers=headers(task), limits=limits)

    async def call() -> str:
        answer = await client.post(task["url"], content=written(task["order"]))
        return answer.raise_for_status().json()["dgs_reference"]

    return call


async def niquests(task: dict[str, Any]) -> Call:
    import niquests

    session = niquests.AsyncSession(
        pool_connections=CONNECTIONS, pool_maxsize=CONNECTIONS, disable_http2=True, disable_http3=True
    )
    session.headers.update(headers(task))

    async def call() -> str:
        answer = await session.post(task["url"], data=written(task["order"]))
        return answer.raise_for_status().json()["dgs_reference"]

    return call


CONTENDERS = {one.__name__: one for one in (dgspay, aiohttp, pyreqwest, httpx, niquests)}


def prepare(name: str, task: dict[str, Any]) -> tuple[str, Callable[[float, int], list[float]]]:
    runner = asyncio.Runner()
    call = runner.run(CONTENDERS[name](task))

    async def caller(until: float, times: list[float]) -> None:
        while (began := perf_counter()) < until:
            check(await call(), task)
            times.append(perf_counter() - began)

    async def turn(seconds: float, in_flight: int) -> list[float]:
        times: list[float] = []
        until = perf_counter() + seconds
        await asyncio.gather(*(caller(until, times) for _ in range(in_flight)))
        return times

    return version(name), lambda seconds, in_flight: runner.run(turn(seconds, in_flight))
