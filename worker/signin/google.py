"""Signing in with Google: a browser on this machine, which hands the answer to a port of loopback (RFC 8252).

Google's device flow does not cover mail. The client is the file that Google's console gives for a
desktop application: what it calls a secret there is none (RFC 8252 section 8.5), but it is the owner's.
"""

from __future__ import annotations

import logging
import webbrowser
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

from worker.ports import ConfigurationError, SignInUnreachable
from worker.signin.grant import Grant
from worker.signin.provider import GrantEnded, NotSignedIn, Tell, extra_missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from google.oauth2.credentials import Credentials
    from google_auth_oauthlib.flow import InstalledAppFlow

SCOPES = ["https://mail.google.com/"]  # the only one that IMAP takes
PATIENCE = 600  # seconds for a person to sign in
_DONE = "Introloop may read your mail now. You can close this window."

# It logs the address the browser came back to, and that holds a code.
logging.getLogger("google_auth_oauthlib").setLevel(logging.CRITICAL + 1)


@dataclass(frozen=True, slots=True)
class Google:
    """Gmail, through a client of type "desktop app" that the owner made in Google's console.

    `port` is that of loopback where the browser comes back to, which may be one on another machine, by
    ssh -L; 0 is any that is free, for a browser here.
    """

    client_file: Path
    port: int = 0
    patience: int = PATIENCE
    name: str = "Google"

    def sign_in(self, user: str, *, tell: Tell) -> Grant:
        """Open a browser, or say where one is to go, and wait until it comes back."""
        opens, flow = not self.port and _has_browser(), self._flow()
        tell(f"Sign in as {user} in the browser that opens, or at:" if opens else f"Sign in as {user} at:")
        with _translated():
            credentials = flow.run_local_server(
                host="localhost",
                bind_addr="127.0.0.1",
                port=self.port,
                authorization_prompt_message="{url}",
                open_browser=opens,
                success_message=_DONE,
                timeout_seconds=self.patience,
                login_hint=user,
                access_type="offline",
                prompt="consent",  # without it a second sign-in gives no refresh token
            )
        if not credentials.refresh_token:
            raise NotSignedIn(
                "Google gave no lasting sign-in",
                advice="Remove Introloop at https://myaccount.google.com/connections and try again.",
            )
        return _grant(credentials)

    def renew(self, grant: Grant) -> Grant:
        """By the refresh token, which Google keeps as it is."""
        credentials = self._credentials(grant)
        from google.auth.exceptions import RefreshError, TransportError
        from google.auth.transport.requests import Request

        try:
            credentials.refresh(Request())  # type: ignore[no-untyped-call] # google-auth's own is not typed
        except TransportError as error:
            raise _unreachable(error) from error
        except RefreshError as error:
            if error.retryable:
                raise _unreachable(error) from error
            raise GrantEnded from error
        return _grant(credentials)

    def _credentials(self, grant: Grant) -> Credentials:
        client = self._flow().client_config
        from google.oauth2.credentials import Credentials

        return Credentials(  # type: ignore[no-untyped-call] # as below
            None,
            refresh_token=grant.refresh,
            token_uri=client["token_uri"],
            client_id=client["client_id"],
            client_secret=client.get("client_secret"),
        )

    def _flow(self) -> InstalledAppFlow:
        try:
            from google_auth_oauthlib.flow import InstalledAppFlow
        except ImportError as error:
            raise extra_missing(self.name, "google") from error
        try:
            flow: InstalledAppFlow = InstalledAppFlow.from_client_secrets_file(str(self.client_file), SCOPES)
        except (OSError, ValueError) as error:
            raise ConfigurationError(
                f"the Google client at {self.client_file} cannot be read ({type(error).__name__})",
                advice="Google's console gives it as JSON: APIs & Services, Credentials, OAuth client ID of"
                " type Desktop app. client_file names where it lies.",
            ) from error
        return flow


@contextmanager
def _translated() -> Iterator[None]:
    """What the flow and the libraries below it raise while somebody signs in."""
    from google_auth_oauthlib.flow import WSGITimeoutError

    try:
        yield
    except WSGITimeoutError as error:
        raise NotSignedIn("nobody came back from Google's sign-in", advice="Try again.") from error
    except OSError as error:  # requests' errors are OSErrors
        raise _unreachable(error) from error
    except Exception as error:  # oauthlib has an error for each answer (RFC 6749 sections 4.1.2.1, 5.2)
        raise NotSignedIn(
            f"Google refused the sign-in ({type(error).__name__})",
            advice="Try again, and allow access to mail. While the application is in testing, your address"
            " must be among its test users.",
        ) from error


def _has_browser() -> bool:
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def _unreachable(error: Any) -> SignInUnreachable:
    return SignInUnreachable(
        f"Google's sign-in does not answer ({type(error).__name__})",
        advice="Check whether this machine is online.",
    )


def _grant(credentials: Credentials) -> Grant:
    until = credentials.expiry.replace(tzinfo=UTC) if credentials.expiry else None  # kept naive, in UTC
    return Grant(str(credentials.refresh_token), str(credentials.token), until)
