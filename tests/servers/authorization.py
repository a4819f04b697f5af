"""An authorization server of our own: who signs in there gets tokens, and a mail server may ask about them.

It speaks what the flows of both providers need (RFC 6749, RFC 8628, OpenID's discovery document) over
TLS, and RFC 7662 in plain text on a second port, which is how Dovecot asks about a token.
"""

from __future__ import annotations

import itertools
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit


@dataclass(slots=True)
class AuthorizationServer:
    """Who may sign in, what was given out, and what goes wrong. Change it at any time."""

    user: str = "mara@example.com"
    lifetime: object = 3600  # seconds an access token is good for, or what else a provider may say
    renewal_error: str = ""  # e.g. "invalid_grant", where refresh tokens are not taken any more
    sign_in_errors: list[str] = field(default_factory=list)  # one for each time a token is asked for
    keeps_refresh_token: bool = False  # a renewal gives no new one, as Google does
    gives_refresh_token: bool = True
    garbled: bool = False  # every answer is no JSON
    port: int = 0
    asking_port: int = 0
    heard: list[dict[str, str]] = field(default_factory=list)  # the forms sent to the token endpoint
    good: dict[str, str] = field(default_factory=dict)  # access token -> user
    refresh: str = ""
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    @property
    def asked_at(self) -> str:
        """Where a mail server asks whether a token is good."""
        return f"http://127.0.0.1:{self.asking_port}/introspect"

    def revoke(self) -> None:
        """No access token given so far is good any more."""
        self.good.clear()

    # ── The endpoints ───────────────────────────────────────────────────────────────────────

    def discovery(self, _: dict[str, str]) -> tuple[int, dict[str, Any]]:
        endpoints = {"authorization_endpoint": "auth", "token_endpoint": "token"}
        endpoints |= {"device_authorization_endpoint": "device"}
        found = {name: f"{self.url}/common/oauth2/v2.0/{path}" for name, path in endpoints.items()}
        return 200, {"issuer": f"{self.url}/common/v2.0", **found}

    def device(self, _: dict[str, str]) -> tuple[int, dict[str, Any]]:
        where = f"{self.url}/devicelogin"
        said = {"device_code": "device-1", "user_code": "ABCD-1234", "verification_uri": where}
        return 200, {**said, "expires_in": 900, "interval": 0}

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.heard.append(form)
        renewing = form.get("grant_type") == "refresh_token"
        error = self.renewal_error if renewing else "".join(self.sign_in_errors[:1])
        if not renewing:
            del self.sign_in_errors[:1]
        if renewing and form.get("refresh_token") != self.refresh:
            error = "invalid_grant"
        if error:
            return 400, {"error": error, "error_description": f"not for {self.user}"}
        return 200, self._tokens(renewing=renewing, scope=form.get("scope", ""))

    def _tokens(self, *, renewing: bool, scope: str) -> dict[str, Any]:
        number = next(self.numbers)
        access = f"access-{number}"
        self.good[access] = self.user
        said = {"access_token": access, "token_type": "Bearer", "expires_in": self.lifetime}
        if scope:
            said["scope"] = scope
        if self.gives_refresh_token and not (renewing and self.keeps_refresh_token):
            self.refresh = said["refresh_token"] = f"refresh-{number}"
        return said

    def introspect(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        user = self.good.get(form.get("token", ""))
        return 200, {"active": True, "username": user, "scope": "mail"} if user else {"active": False}


class _Conversation(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path.endswith("/auth"):
            self._back(parse_qs(address.query))
        else:
            self._answer({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self._answer({name: values[0] for name, values in parse_qs(body).items()})

    def _answer(self, form: dict[str, str]) -> None:
        does = self.server.does
        name = urlsplit(self.path).path.rpartition("/")[2].replace("openid-configuration", "discovery")
        status, said = getattr(does, name)(form)
        body = b"<html>" if does.garbled else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _back(self, asked: dict[str, list[str]]) -> None:
        """Somebody has signed in, or declined: send the browser back to the program."""
        errors = self.server.does.sign_in_errors
        said = {"error": errors.pop(0)} if errors else {"code": "code-1"}
        self.send_response(302)
        said["state"] = asked["state"][0]
        self.send_header("Location", f"{asked['redirect_uri'][0]}?{urlencode(said)}")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal of the tests."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, does: AuthorizationServer, tls: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.does = does
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)


@contextmanager
def authorization_server(
    tls: ssl.SSLContext, *, user: str = "mara@example.com"
) -> Iterator[AuthorizationServer]:
    """A running server on two free ports of 127.0.0.1."""
    does = AuthorizationServer(user=user)
    servers = [_Server(does, tls), _Server(does, None)]
    does.port, does.asking_port = (server.server_address[1] for server in servers)
    for server in servers:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield does
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
