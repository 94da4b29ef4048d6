"""A shop that takes mobile money and cards, with FastAPI. ../README.md says how to run it."""

import asyncio
import os
import sys
from collections.abc import Awaitable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import uvicorn
from dgspay import (
    AsyncDgsPay,
    BillingAddress,
    Charge,
    Customer,
    DgsPayError,
    EncryptedCard,
    EncryptedPin,
    Event,
    Money,
    NextAction,
    OutcomeUnknownError,
    PaymentFailed,
    PaymentSucceeded,
    ValidationError,
)
from dgspay.fastapi import webhook
from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

PRICE = 9_500
WATCH_SECONDS = 600
PORT = int(os.environ.get("PORT", "3000"))
ORIGIN = os.environ.get("SHOP_ORIGIN", f"http://127.0.0.1:{PORT}")  # as payers and DGS-Pay reach it
IS_TEST = os.environ.get("DGSPAY_ENVIRONMENT") != "production"
PAGE = Path(__file__).parent.parent / "page"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

State = Literal["new", "pending", "checking", "paid", "failed"]
Method = Literal["mobile_money", "card"]


@dataclass
class Order:
    """An order, and what is known of its payment. All of it may be shown to the payer."""

    id: str
    quantity: int
    total: int
    method: Method
    phone: str
    currency: str = "RWF"
    state: State = "new"
    reason: str | None = None
    reference: str | None = None
    action: dict[str, str | None] | None = None


class FromPage(BaseModel):
    """What the page sends, in JavaScript's names."""

    model_config = ConfigDict(alias_generator=to_camel)


class Payer(FromPage):
    first_name: str
    last_name: str
    email: str


class Card(FromPage):
    number: str
    expiry_month: str
    expiry_year: str
    cvv: str
    nonce: str


class NewOrder(FromPage):
    quantity: int = Field(ge=1, le=9)
    customer: Payer
    phone: str
    network: Literal["MTN", "Airtel"] = "MTN"
    card: Card | None = None
    scenario: str | None = None


class Pin(FromPage):
    pin: str
    nonce: str


class Address(FromPage):
    line1: str
    city: str
    country: str


class Answer(FromPage):
    pin: Pin | None = None
    otp: str | None = None
    address: Address | None = None


pay = AsyncDgsPay()  # keys from DGSPAY_*
orders: dict[str, Order] = {}  # in place of a database: an order by its number
handled: set[str] = set()  # and the webhooks that have been handled, for they come more than once
watching: set[asyncio.Task[None]] = set()
app = FastAPI(openapi_url=None)


@app.middleware("http")
async def be_strict(request: Request, call_next: Any) -> Response:
    response: Response = await call_next(request)
    response.headers.update(HEADERS)
    if request.url.path.startswith("/api/"):
        response.headers["Cache-Control"] = "no-store"  # no cache keeps what stands in an order
    return response


# The order's number is in the address: so the webhook finds it even if the answer to the charge was lost.
@app.post("/webhook/{order_id}")
async def receive(order_id: str, request: Request) -> Response:
    return await webhook()(partial(settle, order_id))(request)


@app.get("/api/shop")
async def shop() -> dict[str, Any]:
    # The encryption key is for pages; the API key stays here.
    key = os.environ["DGSPAY_ENCRYPTION_KEY"]
    return {"price": PRICE, "currency": "RWF", "encryptionKey": key, "test": IS_TEST}


@app.put("/api/orders/{order_id}")
async def put_order(order_id: UUID, wanted: NewOrder) -> Order:
    # The page has chosen the number. One that is known is the same order, sent again: it is charged once.
    key = str(order_id)
    if key not in orders:
        method: Method = "card" if wanted.card else "mobile_money"
        orders[key] = Order(key, wanted.quantity, PRICE * wanted.quantity, method, wanted.phone)
        await follow(orders[key], charge(orders[key], wanted))
    return orders[key]


@app.get("/api/orders/{order_id}")
async def get_order(order_id: str) -> Order:
    return known(order_id)


@app.post("/api/orders/{order_id}/authorize")
async def authorize(order_id: str, answer: Answer) -> Order:
    order = known(order_id)
    match (order.reference, answer):
        case (None, _):
            raise HTTPException(404)
        case (reference, Answer(pin=Pin() as pin)):
            await follow(order, pay.charges.authorize_pin(reference, EncryptedPin(**pin.model_dump())))
        case (reference, Answer(otp=str(otp))):
            await follow(order, pay.charges.authorize_otp(reference, otp))
        case (reference, Answer(address=Address() as address)):
            await follow(order, pay.charges.authorize_avs(reference, BillingAddress(**address.model_dump())))
    return order


def known(order_id: str) -> Order:
    if order_id not in orders:
        raise HTTPException(404)
    return orders[order_id]


async def charge(order: Order, wanted: NewOrder) -> Charge:
    common: dict[str, Any] = {
        "amount": order.total,
        "customer": Customer(**wanted.customer.model_dump(), phone=wanted.phone),
        "narration": f"Akanyoni {order.id[:8].upper()}",
        "redirect_url": f"{ORIGIN}/orders/{order.id}",
        "callback_url": f"{ORIGIN}/webhook/{order.id}",
        "scenario_key": wanted.scenario if IS_TEST else None,
    }
    if wanted.card:
        return await pay.charges.create_card(card=EncryptedCard(**wanted.card.model_dump()), **common)
    return await pay.charges.create_mobile_money(phone=wanted.phone, network=wanted.network, **common)


async def follow(order: Order, call: Awaitable[Charge]) -> None:
    """Waits for a call about a payment, and writes down what is known of it afterwards."""
    try:
        believe(order, await call)
    except OutcomeUnknownError:
        mark(order, "checking")  # the money may have moved: nothing is sent again, the webhook tells
    except ValidationError:
        if not order.reference:
            del orders[order.id]  # the payer corrects the field and sends the same order
        raise
    except DgsPayError as error:
        if order.reference:
            raise
        mark(order, "failed", reason="The payment could not be made just now.")
        log(order, error)


def believe(order: Order, charge: Charge) -> None:
    """What DGS-Pay has answered.

    While the payer is busy elsewhere it is asked again, in case the webhook does not get through.
    """
    order.reference = charge.reference
    if charge.paid:
        mark(order, "paid")
    elif charge.status == "failed":
        mark(order, "failed", reason=charge.processor_response)
    else:
        mark(order, "pending", action=charge.next_action)
        task = asyncio.create_task(watch(order, charge))
        watching.add(task)
        task.add_done_callback(watching.discard)


async def watch(order: Order, charge: Charge) -> None:
    try:
        last = await pay.charges.wait(charge, timeout=WATCH_SECONDS)
        if last.status != "pending":
            believe(order, last)
    except DgsPayError as error:
        log(order, error)


async def settle(order_id: str, event: Event) -> None:
    """What a webhook tells: its signature is good, but it has to be about this order and all of its money."""
    order = orders.get(order_id)
    if event.dedupe_key in handled:
        return
    if order and isinstance(event, PaymentSucceeded | PaymentFailed):
        is_ours = order.reference in (None, event.reference)
        if is_ours and event.amount == Money(order.total, order.currency):
            order.reference = event.reference
            mark(order, "paid" if isinstance(event, PaymentSucceeded) else "failed")
        else:
            log(order, f"{event.dedupe_key} does not fit")
    handled.add(event.dedupe_key)


def mark(order: Order, state: State, *, reason: str | None = None, action: NextAction | None = None) -> None:
    """Writes down where an order stands. Paid is the end.

    Webhooks and answers overtake each other: of what was refused, only a payment is still believed.
    """
    if order.state == "paid" or (order.state == "failed" and state != "paid"):
        return
    order.state, order.reason = state, reason
    order.action = {"kind": action.kind, "url": action.url, "text": action.text} if action else None


def log(order: Order, what: object) -> None:
    """What has happened, where no card and no key can be in it."""
    print(f"order {order.id}: {what}", file=sys.stderr, flush=True)


# What the payer is told stays general.
@app.exception_handler(RequestValidationError)
@app.exception_handler(ValidationError)
async def refuse(_request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"field": getattr(error, "field", None), "message": "Please check this."}, 422)


@app.exception_handler(DgsPayError)
async def fail(_request: Request, error: DgsPayError) -> JSONResponse:
    print(error, file=sys.stderr, flush=True)
    return JSONResponse({"message": "That did not work. Nothing was charged by it; please try again."}, 503)


@app.get("/orders/{order_id}")
async def order_page(order_id: str) -> FileResponse:
    return FileResponse(PAGE / "order.html")


app.mount("/", StaticFiles(directory=PAGE, html=True))

if __name__ == "__main__":
    print(f"Akanyoni Coffee: {ORIGIN}", flush=True)
    uvicorn.run(app, host="127.0.0.1", port=PORT)
