"""Every setting, its default, and what it may be.

What a setting is for stands in config.toml, for the owner. An empty text or None is a setting that was
not given and has no default; complete.py fills in the defaults that follow from other settings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

from rules.due import CLOCKS
from rules.model import Calendar, Owner
from worker.places import STORE, meant
from worker.settings.wording import did_you_mean

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# RFC 5322's dot-atom, and RFC 6531's letters beyond ASCII: those may be ours in mail that came.
_ATOM, _LABEL = r"[^\s@<>()\[\],;:\"\\.\x00-\x1f\x7f]+", r"[^\W_]+(?:-+[^\W_]+)*"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")
_URL_WITH_PASSWORD = re.compile(r"\w[\w+.-]*://[^/@]*:[^/@]+@|[?&]password=", re.IGNORECASE)
_HTTPS = re.compile(r"https://[^\s/@?#:]+(?::\d{1,5})?(?:/[\x21-\x7e]*)?")
_HOUR = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


# ── What a value may be ─────────────────────────────────────────────────────────────────────


def mail_address(text: str) -> str:
    """An address as it is kept; raises ValueError where it is none, or more than one."""
    if not _ADDRESS.fullmatch(text):
        raise ValueError("is no mail address: write it bare, like me@example.com")
    return text.lower()


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("names no time zone: write it like Europe/Berlin or America/New_York") from error
    return name


def _hour(value: object) -> object:
    """A time of day as text or as TOML's own; seconds are not kept."""
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0, tzinfo=None)
    found = _HOUR.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise ValueError('must be a time of day, like "07:30"')
    return time(int(found[1]), int(found[2]))


def _place(path: Path, info: ValidationInfo) -> Path:
    """A path as the owner means it: ~ is the home, a relative one begins where the file lies."""
    beside = (info.context or {}).get("beside", Path())
    try:
        return meant(path, beside=beside)
    except RuntimeError as error:
        raise ValueError("begins with ~, but the user Introloop runs as has no home") from error


def _url(text: str) -> str:
    if _URL_WITH_PASSWORD.search(text):
        raise ValueError("holds a password: leave it out here and put it into ~/.pgpass ($PGPASSFILE)")
    if "://" not in text:
        raise ValueError("is no database URL, like postgresql://introloop@db.example/introloop")
    return text


def _https(text: str) -> str:
    if not _HTTPS.fullmatch(text):
        raise ValueError("must begin with https:// and hold no user and no password")
    return text


def _clock_name(name: str) -> str:
    if name not in CLOCKS:
        raise ValueError(f"names no clock{did_you_mean(name, CLOCKS)}")
    return name


def _flat(clocks: object) -> object:
    """Names with dots, whether in quotes or not: without them TOML makes tables of their parts."""
    if not isinstance(clocks, dict):
        return clocks
    flat: dict[str, Any] = {}
    for name, value in clocks.items():
        below = _flat(value)
        flat |= {f"{name}.{n}": v for n, v in below.items()} if isinstance(below, dict) else {name: value}
    return flat


Address = Annotated[str, AfterValidator(mail_address)]
Zone = Annotated[str, AfterValidator(_zone)]
Place = Annotated[Path, AfterValidator(_place)]
Hour = Annotated[time, BeforeValidator(_hour)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Security = Literal["tls", "starttls", "plaintext-loopback"]
Host = Annotated[str, Field(pattern=r"^[^\s\x00-\x1f\x7f/@]+$")]
Port = Annotated[int, Field(ge=1, le=65535)]
ClientId = Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]*$", max_length=200)]
CredentialName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-][A-Za-z0-9_.-]*$")]  # no path
StoreOwner = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._@+-]{0,127}$")]
Name = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]*$", max_length=64)]  # on one line of a mail
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")]


# ── The tables of the file ──────────────────────────────────────────────────────────────────


class Table(BaseModel):
    """A table of the file: frozen, and an unknown name in it is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)


class OwnerSettings(Table):
    """[owner]: whose mailbox it is, and what they say of themselves."""

    addresses: tuple[Address, ...]
    name: Name = ""
    time_zone: Zone = ""  # complete.py: the machine's
    weekend: tuple[Weekday, ...] = ("saturday", "sunday")
    holidays: tuple[date, ...] = ()
    country: Country | None = None
    searching: bool = False
    landed: date | None = None
    targets: tuple[str, ...] = ()
    blurb: Annotated[str, Field(max_length=2000)] = ""


class Folders(Table):
    """[account.folders]: the owner's word on what is read."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    sent: str = ""
    archive: str = ""


class Login(Table):
    """Who logs in where, and where the password is, or by whom they sign in.

    Implements worker.secrets.PasswordSource.
    """

    host: Host | None = None
    port: Port = 0  # complete.py: by the security
    security: Security = "tls"
    user: str = ""  # complete.py: the owner's first address
    password_credential: CredentialName = ""
    password_keyring: str = ""
    password_file: Place | None = None
    password_command: tuple[str, ...] = ()
    signin: Literal["microsoft", "google"] | None = None
    client_id: ClientId = ""
    client_file: Place | None = None
    authority: Annotated[str, AfterValidator(_https)] = ""
    ca_file: Place | None = None

    @property
    def has_password(self) -> bool:
        """Whether any place is named, or a sign-in stands for it."""
        return bool(self.signin) or bool(
            self.password_credential or self.password_keyring or self.password_file or self.password_command
        )


class Account(Login):
    """One [[account]]: an IMAP server, or a Maildir or mbox at `path`."""

    name: str = ""  # complete.py: the host, or the path's last part; bookmarks hang on it
    path: Place | None = None
    folders: Folders = Folders()
    poll: int = Field(default=15, ge=1, le=1440)  # minutes
    connections: int = Field(default=1, ge=1, le=2)
    megabytes_a_day: int | None = Field(default=None, ge=1, le=1_000_000)  # None: by the provider
    logins_an_hour: int = Field(default=12, ge=4, le=3600)  # of the service, whatever goes wrong
    vouched_by: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]*$")] = ""  # an authserv-id (RFC 8601)


class Smtp(Login):
    """[smtp]: the way out. User and password are those of the first account with a host, unless set here."""

    login: bool = True
    sender: Address = ""  # complete.py: the owner's first address


class Digest(Table):
    """[digest]: when it comes and what it is like."""

    weekday: Weekday = "monday"
    hour: Hour = time(7, 30)
    to: Address = ""  # complete.py: the owner's first address
    urgent: bool = True
    on_doubt: Literal["resend", "hold"] = "resend"
    html: bool = True
    mail_program: Literal["auto", "gmail", "apple", "other"] = "auto"  # complete.py: by the first host

    @property
    def weekday_number(self) -> int:
        """Monday is 0."""
        return WEEKDAYS.index(self.weekday)


class Answers(Table):
    """[answers]: what the owner writes in reply to a digest, or to a tagged address of theirs."""

    enabled: bool = True


class Drafts(Table):
    """[drafts]: whether suggestions are laid into the Drafts folder."""

    mailbox: bool = False


class Store(Table):
    """[store]: a directory for a SQLite file, or the URL of a database."""

    directory: Place | None = None  # complete.py: the state directory by custom
    url: Annotated[str, AfterValidator(_url)] | None = None
    owner: StoreOwner = "owner"


class Packs(Table):
    """[packs]: the owner's own phrases."""

    directory: Place | None = None


class Service(Table):
    """[service]: what watches over the service, if anything does."""

    metrics_port: Port | None = None
    ping_url: Annotated[str, AfterValidator(_https)] | None = None


class Log(Table):
    """[log]."""

    level: Literal["debug", "info", "warning", "error"] = "info"


Clocks = Annotated[
    dict[Annotated[str, AfterValidator(_clock_name)], Annotated[int, Field(ge=0, le=3650)]],
    BeforeValidator(_flat),
]


class Settings(Table):
    """The whole file. `accounts` is [[account]] in it."""

    owner: OwnerSettings
    accounts: tuple[Account, ...] = Field(alias="account")
    smtp: Smtp | None = None
    digest: Digest = Digest()
    answers: Answers = Answers()
    drafts: Drafts = Drafts()
    store: Store = Store()
    clocks: Clocks = Field(default_factory=dict)
    packs: Packs = Packs()
    service: Service = Service()
    log: Log = Log()

    def calendar(self, public_holidays: frozenset[date] = frozenset()) -> Calendar:
        """What a business day is for the owner; `public_holidays` are those of `owner.country`."""
        return Calendar(
            zone=ZoneInfo(self.owner.time_zone),
            weekend=frozenset(WEEKDAYS.index(day) for day in self.owner.weekend),
            holidays=frozenset(self.owner.holidays) | public_holidays,
        )

    def as_owner(self, public_holidays: frozenset[date] = frozenset()) -> Owner:
        """The owner as the rules know them."""
        clocks: Mapping[str, int] = self.clocks
        return Owner(
            addresses=frozenset(self.owner.addresses),
            calendar=self.calendar(public_holidays),
            name=self.owner.name,
            searching=self.owner.searching,
            landed=self.owner.landed,
            targets=self.owner.targets,
            blurb=self.owner.blurb.strip(),
            clocks=clocks,
        )

    @property
    def database(self) -> Path | str:
        """What `worker.store.open_store` opens."""
        return self.store.url or (self.store.directory or Path()) / STORE
