"""An application of each framework that receives webhooks at one address, and how a test posts to it.

An application may be nosy: something in front of the receiver has looked at the body before.
"""

import inspect
from types import SimpleNamespace

import django
from asgiref.sync import async_to_sync
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.test import AsyncClient, Client
from django.urls import path, set_urlconf
from fastapi import FastAPI
from flask import Flask, request
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route
from starlette.testclient import TestClient

import dgspay.django
import dgspay.fastapi
import dgspay.flask

PATH = "/dgspay/webhook"
JSON = "application/json"


def flask(handler, *secrets, nosy=False):
    app = Flask("shop")
    if nosy:
        app.before_request(lambda: request.get_json(silent=True) and None)
    app.post(PATH)(dgspay.flask.webhook(*secrets)(handler))
    return app


def fastapi(handler, *secrets, nosy=False):
    app = FastAPI(middleware=NOSY if nosy else [])
    app.post(PATH)(dgspay.fastapi.webhook(*secrets)(handler))
    return app


def starlette(handler, *secrets, nosy=False):
    receive = dgspay.fastapi.webhook(*secrets)(handler)
    return Starlette(routes=[Route(PATH, receive, methods=["POST"])], middleware=NOSY if nosy else [])


async def look(request, call_next):
    await request.json() if await request.body() else None
    return await call_next(request)


NOSY = [Middleware(GZipMiddleware, minimum_size=1), Middleware(BaseHTTPMiddleware, dispatch=look)]


def django_(handler, *secrets, nosy=False):
    """Django has one configuration a process: what changes is the table of addresses."""
    middleware = ["django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware"]
    if not settings.configured:
        settings.configure(SECRET_KEY="of a test", ALLOWED_HOSTS=["*"], ROOT_URLCONF=None)
        django.setup()
    settings.MIDDLEWARE = [*middleware, "receivers.looking"] if nosy else middleware
    settings.ROOT_URLCONF = SimpleHash(urlpatterns=[path(PATH[1:], dgspay.django.webhook(*secrets)(handler))])
    set_urlconf(None)
    return get_asgi_application() if inspect.iscoroutinefunction(handler) else get_wsgi_application()


class SimpleHash(SimpleNamespace):
    __hash__ = object.__hash__


def looking(get_response):
    def middleware(request):
        assert not request.POST
        assert request.body is not None
        return get_response(request)

    return middleware


def poster(app):
    """Posts a body with headers; gives status and answer."""
    if isinstance(app, Flask):
        client = app.test_client()
        return lambda body, headers: of_flask(
            client.post(PATH, data=body, headers=headers, content_type=JSON)
        )
    if isinstance(app, Starlette):
        client = TestClient(app, raise_server_exceptions=False)
        headers_of = {"content-type": JSON}
        return lambda body, headers: of(client.post(PATH, content=body, headers=headers_of | headers))
    options = {"enforce_csrf_checks": True, "raise_request_exception": False}
    client = AsyncClient(**options) if "ASGI" in type(app).__name__ else Client(**options)
    post = async_to_sync(client.post) if isinstance(client, AsyncClient) else client.post
    return lambda body, headers: of(post(PATH, body, content_type=JSON, headers=headers))


def of(answer):
    is_json = answer.headers.get("content-type", "").startswith(JSON)
    return answer.status_code, answer.json() if is_json else None


def of_flask(answer):
    return answer.status_code, answer.get_json(silent=True)


APPLICATIONS = {"flask": flask, "fastapi": fastapi, "starlette": starlette, "django": django_}
