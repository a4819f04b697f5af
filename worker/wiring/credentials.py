"""Settings -> what opens a server: a password from its place, or a token from a sign-in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from worker.secrets import GrantFile, GrantInKeyring
    from worker.settings import Settings
    from worker.settings.models import Login
    from worker.signin import Provider, TokenSource

SIGN_INS = "signin"  # in the state directory


def credential_of(login: Login, *, what: str, state: Path | None) -> Callable[[], str]:
    """Asked at each connect; `what` begins its errors, `state` is the directory where sign-ins are kept."""
    from worker import secrets

    if login.signin:
        return sign_in_of(login, what=what, state=state)
    return partial(secrets.read, login, what=what)


def stamp_of(login: Login, *, state: Path | None) -> Callable[[], object]:
    """Gives something that is another once the owner has renewed the credential."""
    from worker import secrets

    if login.signin:
        return sign_in_of(login, what="", state=state).stamp
    return partial(secrets.stamp, login)


def sign_in_of(login: Login, *, what: str, state: Path | None, port: int = 0) -> TokenSource:
    """The sign-in of an account, or of [smtp]: one that both share is kept once."""
    from worker.signin import TokenSource

    return TokenSource(
        what=what,
        again="introloop login",
        provider=_provider(login, port),
        place=_place(login, state),
        user=login.user,
    )


def is_shut(login: Login, *, state: Path | None) -> bool:
    """Whether it cannot be used before somebody signs in."""
    return bool(login.signin) and sign_in_of(login, what="", state=state).needed() is not None


def sign_ins_of(settings: Settings, *, port: int = 0) -> Iterator[TokenSource]:
    """Every sign-in of the settings, once; `port` is where a browser of this machine comes back to."""
    seen: list[GrantFile | GrantInKeyring] = []
    named: list[tuple[str, Login]] = [(f"account {one.name}", one) for one in settings.accounts]
    named += [("[smtp]", settings.smtp)] if settings.smtp and settings.smtp.login else []
    for what, login in named:
        if login.signin and (place := _place(login, settings.store.directory)) not in seen:
            seen.append(place)
            yield sign_in_of(login, what=what, state=settings.store.directory, port=port)


def _provider(login: Login, port: int) -> Provider:
    if login.signin == "google":
        from worker.signin.google import Google

        return Google(login.client_file or Path(), port)
    from worker.signin.microsoft import AUTHORITY, Microsoft

    return Microsoft(login.client_id, login.authority or AUTHORITY)


def _place(login: Login, state: Path | None) -> GrantFile | GrantInKeyring:
    from worker.secrets import GrantFile, GrantInKeyring
    from worker.settings import state_directory

    if login.password_keyring:
        return GrantInKeyring(f"{login.password_keyring} {login.signin}", login.user)
    name = quote(f"{login.signin}-{login.user}", safe="@") + ".json"
    return GrantFile((state or state_directory()) / SIGN_INS / name)
