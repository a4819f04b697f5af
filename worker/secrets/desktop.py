"""The desktop's keyring: the one door to it. Each of its backends has errors of its own."""

from __future__ import annotations

from types import ModuleType

from worker.secrets.missing import PasswordMissing


def ask(service: str, user: str) -> bytes | None:
    """What is kept there; None where there is nothing."""
    keyring = _keyring()
    try:
        found = keyring.get_password(service, user)
    except Exception as error:
        raise _silent(error) from error
    return None if found is None else str(found).encode()


def put(service: str, user: str, secret: str) -> None:
    """Keep it there, in the place of what was."""
    keyring = _keyring()
    try:
        keyring.set_password(service, user, secret)
    except Exception as error:
        raise _silent(error) from error


def _keyring() -> ModuleType:
    try:
        import keyring
    except ImportError as error:
        raise PasswordMissing(
            "password_keyring needs an extra that is not installed",
            advice='python3 -m pip install "introloop[keyring]"',
        ) from error
    return keyring


def _silent(error: Exception) -> PasswordMissing:
    return PasswordMissing(
        f"the keyring does not answer: {type(error).__name__}",
        advice="Is it unlocked? A service has none: there use password_credential or password_file.",
    )
