"""Signing in with Microsoft: the device flow (RFC 8628), by msal. A code is typed in any browser anywhere."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from worker.ports import ConfigurationError, SignInUnreachable
from worker.signin.grant import Grant
from worker.signin.provider import GrantEnded, NotSignedIn, Tell, extra_missing, granted

if TYPE_CHECKING:
    from msal import PublicClientApplication

AUTHORITY = "https://login.microsoftonline.com/common"  # any organisation, and personal accounts
SCOPES = [  # read and send mail as IMAP and SMTP know it; msal adds what a refresh token needs
    "https://outlook.office.com/IMAP.AccessAsUser.All",
    "https://outlook.office.com/SMTP.Send",
]
_PASSING = frozenset({"temporarily_unavailable", "server_error"})  # RFC 6749 section 4.1.2.1
_TIMEOUT = 30.0  # seconds

logging.getLogger("msal").setLevel(logging.CRITICAL + 1)  # it logs what the provider said of the user


@dataclass(frozen=True, slots=True)
class Microsoft:
    """Microsoft 365 and Outlook.com, through an application that the owner registered there."""

    client_id: str
    authority: str = AUTHORITY
    name: str = "Microsoft"

    def sign_in(self, user: str, *, tell: Tell) -> Grant:
        """Show a code, and wait until it was typed in and allowed, or has run out."""
        application = self._application()
        flow = _asked(application.initiate_device_flow, scopes=SCOPES)
        if "user_code" not in flow:
            raise _refused(flow)
        tell(f"Open {flow['verification_uri']} in a browser, and sign in as {user}.")
        tell(f"It asks for this code: {flow['user_code']}")
        said = _asked(application.acquire_token_by_device_flow, flow)
        if "access_token" not in said:
            raise _refused(said)
        return granted(said)

    def renew(self, grant: Grant) -> Grant:
        """By the refresh token; Microsoft gives a new one each time."""
        said = _asked(self._application().acquire_token_by_refresh_token, grant.refresh, scopes=SCOPES)
        if said.get("error") in _PASSING:
            raise SignInUnreachable(
                f"Microsoft's sign-in has trouble ({_code(said)})", advice="Nothing to do."
            )
        if "access_token" not in said:
            raise GrantEnded
        return granted(said, before=grant.refresh)

    def _application(self) -> PublicClientApplication:
        """msal's client. Making it asks the authority where its endpoints are."""
        try:
            import msal
        except ImportError as error:
            raise extra_missing(self.name, "microsoft") from error
        made: PublicClientApplication = _asked(
            msal.PublicClientApplication,
            self.client_id,
            authority=self.authority,
            instance_discovery=False,  # which asks a host that nobody configured
            timeout=_TIMEOUT,
        )
        return made


def _asked(call: Any, *arguments: Any, **options: Any) -> Any:
    """What msal answers. A network that fails is an OSError (requests), an odd answer a ValueError."""
    try:
        return call(*arguments, **options)
    except OSError as error:
        raise SignInUnreachable(
            f"Microsoft's sign-in does not answer ({type(error).__name__})",
            advice="Check whether this machine is online, and the account's setting authority.",
        ) from error
    except (ValueError, LookupError) as error:
        raise ConfigurationError(
            "Microsoft's sign-in answers what cannot be understood",
            advice="Check the account's setting authority: it is https://login.microsoftonline.com/ and the"
            " tenant, or common.",
        ) from error


def _refused(said: dict[str, Any]) -> NotSignedIn:
    """An error of RFC 6749 or RFC 8628, by its name alone: its description names people."""
    match str(said.get("error")):
        case "authorization_declined" | "access_denied":
            advice = "It was declined in the browser. Try again, and allow it."
        case "expired_token" | "authorization_pending":
            advice = "The code ran out. Try again; there is a quarter of an hour for it."
        case "unauthorized_client" | "invalid_client":
            advice = "Check client_id, and that the application allows public client flows."
        case _:
            advice = "Check client_id and authority, and that your organisation allows the application."
    return NotSignedIn(f"Microsoft refused the sign-in ({_code(said)})", advice=advice)


def _code(said: dict[str, Any]) -> str:
    code = str(said.get("error", ""))
    return code if code.replace("_", "").isalnum() and len(code) < 50 else "no reason given"
