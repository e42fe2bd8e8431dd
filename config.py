"""Every setting of Médiane, typed, documented and read from the environment once.

A setting that is wrong stops the start with its name and what is wrong with it; one that is unsafe
refuses to start in production.
"""

from __future__ import annotations

import base64
import os
import secrets
from email.utils import parseaddr
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent

Bounded = Annotated[int, Field(ge=1)]


class Settings(BaseSettings):
    """What can be set, by an environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", frozen=True)

    app_env: Literal["demo", "production", "test"] = "demo"
    """`demo` loads the demonstration and writes mail to files; `production` does neither."""

    secret_key: str = ""
    """Signs sessions and links, 32 characters at least. Outside production, one is kept in DATA_DIR."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 5000
    threads: Bounded = 400
    """Threads of the web process. Each open WebSocket holds one."""

    process: Literal["all", "web", "realtime"] = "all"
    """What the process is there for: pages, open sockets, or both. Apart, they need REDIS_URL and a proxy in front."""

    data_dir: Path = ROOT / "instance"
    """Where the SQLite database, the files that people bring, the search index, the jobs and the demo's mail live."""

    database_url: str = ""
    """`postgresql+psycopg://user@host/name`; empty means SQLite under DATA_DIR."""

    database_connections: Bounded = 20
    """Connections to PostgreSQL that one process opens at most."""

    search_engine: Literal["", "whoosh", "postgresql"] = ""
    """What keeps the index: `whoosh` under DATA_DIR, `postgresql` in the database; empty goes with the database."""

    redis_url: str = ""
    """`redis://host:6379/0`, for rate limits, jobs and real time over several processes; empty means one process."""

    jobs: Literal["thread", "worker", "by-hand"] = "thread"
    """Who delivers events: a thread of the web process, `flask worker`, or nobody until asked (tests)."""

    base_url: str = ""
    """The address people use, written into mail: `https://mediane.example`. Empty means what HOST and PORT say."""

    trusted_proxies: Annotated[int, Field(ge=0, le=5)] = 0
    """How many reverse proxies in front may be believed about the address of the client."""

    mail_server: str = ""
    """SMTP host. Empty writes each mail as an `.eml` file under DATA_DIR/mail."""
    mail_port: Annotated[int, Field(ge=1, le=65535)] = 587
    mail_security: Literal["starttls", "tls", "none"] = "starttls"
    """How the connection to MAIL_SERVER is made safe; `none` is for a relay on this machine."""
    mail_username: str = ""
    mail_password: str = ""
    mail_from: str = "Médiane <ne-pas-repondre@mediane.example>"

    mail_events_key: str = ""
    """What the mail server signs its reports of bounces and complaints with; empty where it sends none."""

    push_hosts: str = (
        "fcm.googleapis.com updates.push.services.mozilla.com .notify.windows.com web.push.apple.com .push.apple.com"
    )
    """The services that web push may be sent to; one that begins with a dot stands for all of a domain. `http://127.0.0.1:8080`
    stands for a service on this machine that is tried out, never in production."""
    push_key: str = ""
    """The private key that web push is signed with, as PEM. Empty means the one kept in DATA_DIR/push-key.pem."""

    quiet_hours: bool = True
    """Whether those who chose no working hours are left in peace from 19:00 to 7:30 and at weekends."""

    default_language: Literal["fr", "en"] = "fr"
    default_timezone: str = "Europe/Paris"

    confirmation_hours: Bounded = 48
    """How long the link that confirms an address is good for."""
    reset_minutes: Bounded = 60
    """How long the link that resets a password is good for."""
    session_days: Bounded = 30

    credentials_per_hour: Bounded = 30
    """Attempts to log in, register or reset, from one address of the network, in an hour."""
    posts_per_minute: Bounded = 10
    """Posts and threads a person may write in a minute."""
    messages_per_minute: Bounded = 60
    """Messages a person may say in rooms in a minute."""
    sockets_per_person: Bounded = 20
    """Live pages that a person may have open at once; one that was cut off counts for some forty seconds more."""
    socket_events_per_second: Bounded = 20
    """Events that one live page may send in a second, on the average of three."""
    invitations_per_day: Bounded = 60
    """Addresses that a person may invite into communities, in a day."""

    max_request_bytes: Bounded = 2 * 1024 * 1024
    """The largest request accepted, where no file is sent."""
    max_upload_bytes: Bounded = 32 * 1024 * 1024
    """The largest request accepted, where files are sent: all of them together."""
    max_file_bytes: Bounded = 10 * 1024 * 1024
    """The largest file accepted."""
    max_files_per_sheet: Bounded = 20
    """How many pictures and documents a sheet may show."""
    max_picture_pixels: Bounded = 40_000_000
    """How many points a picture may have, width times height: beyond, it is refused before it is unpacked."""
    longest_picture_side: Bounded = 2_000
    """Pixels of the longer side of a picture as it is kept."""
    max_post_characters: Bounded = 50_000
    max_files_per_post: Bounded = 20
    """How many pictures and documents a post may show."""
    files_per_hour: Bounded = 120
    """Files a person may bring into what they write, in an hour."""
    most_mentions: Bounded = 20
    """How many people one post may mention by name: beyond, those named last are not told."""
    edit_post_minutes: Bounded = 24 * 60
    """How long a person may edit what they wrote in a thread or a conversation."""
    undo_minutes: Bounded = 60
    """How long a person may take back having deleted a post."""
    edit_message_minutes: Bounded = 60
    """How long a person may edit what they said in a room."""

    review_quorum: Bounded = 2
    """How many members of the committee must agree to publish a sheet, or not to retain it."""

    case_keys: str = ""
    """What the keys of mediation cases are sealed under: 32 bytes in base64 each, the newest first, parted by spaces.
    Production needs one before it opens a case; elsewhere, one is made of the key that signs."""
    case_kept_days: Bounded = 183
    """How long a mediation case is kept once it is closed; then its key is destroyed."""

    page_cache_entries: Bounded = 512
    """How many pages for visitors are kept ready in memory."""

    flask_debug: bool = False
    """Flask's own: shows what broke, with the code around it, to whoever looks. Never in production."""

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["json", "console"] = "json"

    @field_validator("default_timezone")
    @classmethod
    def check_timezone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("a name of the IANA time zone database is expected, such as Europe/Paris") from None
        return name

    @field_validator("push_key")
    @classmethod
    def check_push_key(cls, pem: str) -> str:
        try:
            found = load_pem_private_key(pem.encode(), password=None) if pem else None
        except (ValueError, TypeError):
            found = None
        if pem and not (isinstance(found, EllipticCurvePrivateKey) and isinstance(found.curve, SECP256R1)):
            raise ValueError("a private key of the curve P-256 is expected, as PEM")
        return pem

    @field_validator("case_keys")
    @classmethod
    def check_case_keys(cls, keys: str) -> str:
        try:
            sizes = {len(key) for key in read_case_keys(keys)}
        except ValueError:
            sizes = {0}
        if sizes - {32}:
            raise ValueError("keys of 32 bytes in base64 are expected, such as `openssl rand -base64 32` makes")
        return keys

    @field_validator("base_url")
    @classmethod
    def check_base_url(cls, url: str) -> str:
        parts = urlsplit(url)
        if url and (parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/")):
            raise ValueError("https:// and a host are expected, without a path")
        return url

    @field_validator("redis_url")
    @classmethod
    def check_redis_url(cls, url: str) -> str:
        if url and not url.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("redis://host:port/number is expected")
        return url

    @field_validator("mail_from")
    @classmethod
    def check_mail_from(cls, sender: str) -> str:
        if "@" not in parseaddr(sender)[1] or not sender.isprintable():
            raise ValueError("an address is expected, such as Médiane <forum@mediane.example>")
        return sender

    @model_validator(mode="after")
    def refuse_what_is_unsafe(self) -> Self:
        if self.app_env == "production":
            if self.flask_debug:
                raise ValueError("FLASK_DEBUG: in production, it would show the code to whoever causes an error")
            if len(self.secret_key) < 32:
                raise ValueError("SECRET_KEY: in production, at least 32 characters are needed")
            if not self.base_url.startswith("https://"):
                raise ValueError("BASE_URL: in production, the https:// address of the site is needed")
            if not self.mail_server:
                raise ValueError("MAIL_SERVER: in production, the host that sends mail is needed")
            if "http://" in self.push_hosts:
                raise ValueError("PUSH_HOSTS: in production, a service is reached over https:// alone")
            if self.mail_security == "none" and self.mail_password:
                raise ValueError("MAIL_SECURITY: in production, MAIL_PASSWORD is not sent over an open line")
        if self.max_upload_bytes < self.max_file_bytes:
            raise ValueError("MAX_UPLOAD_BYTES: at least as much as MAX_FILE_BYTES is needed")
        if self.jobs == "worker" and (self.is_sqlite or not self.redis_url):
            raise ValueError("JOBS: `worker` means several processes, which need DATABASE_URL and REDIS_URL")
        if self.process != "all" and (self.is_sqlite or not self.redis_url):
            raise ValueError(
                "PROCESS: web and realtime apart are several processes, which need DATABASE_URL and REDIS_URL"
            )
        if self.process != "all" and self.jobs == "thread":
            raise ValueError("PROCESS: web and realtime apart leave the jobs to `flask worker`, which JOBS=worker says")
        if self.search_engine == "postgresql" and self.is_sqlite:
            raise ValueError("SEARCH_ENGINE: `postgresql` keeps the index in PostgreSQL, which DATABASE_URL must name")
        if self.database_url and not self.database_url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("DATABASE_URL: sqlite:/// or postgresql+psycopg:// is expected")
        return self

    @property
    def is_sqlite(self) -> bool:
        return not self.database_url.startswith("postgresql")

    @property
    def is_searched_by_postgresql(self) -> bool:
        """Whether the index is in the database: where that is PostgreSQL, unless SEARCH_ENGINE says otherwise."""
        return self.search_engine == "postgresql" or (self.search_engine == "" and not self.is_sqlite)

    @property
    def is_production(self) -> bool:
        return self.app_env == "production"

    @property
    def database(self) -> str:
        """The address of the database, with SQLite's file under DATA_DIR where none was given."""
        return self.database_url or f"sqlite:///{self.data_dir / 'mediane.db'}"

    @property
    def address(self) -> str:
        """What links in mail begin with, without a slash at the end."""
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")

    @cached_property
    def signing_key(self) -> str:
        """SECRET_KEY, or the one made for this DATA_DIR at its first start."""
        if self.secret_key:
            return self.secret_key
        kept = self.data_dir / "secret-key"
        if not kept.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            write_once(kept, secrets.token_urlsafe(48))
        return kept.read_text(encoding="ascii")


def read_case_keys(keys: str) -> list[bytes]:
    """The keys that CASE_KEYS names, in either alphabet of base64.

    Raises:
        ValueError: one of them is no base64.
    """
    return [base64.b64decode(key.replace("-", "+").replace("_", "/"), validate=True) for key in keys.split()]


def write_once(path: Path, secret: str) -> None:
    """Writes a file that its owner alone reads, whole or not at all; another process's, if it was first, stays."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    unfinished.touch(mode=0o600)
    unfinished.write_text(secret, encoding="ascii")
    try:
        os.link(unfinished, path)
    except FileExistsError:
        pass
    finally:
        unfinished.unlink()


class SettingsRefused(SystemExit):
    """The settings can't be used; says which and why, and ends the process."""


def read_settings() -> Settings:
    """Reads the settings from the environment.

    Raises:
        SettingsRefused: with one line a wrong setting.
    """
    try:
        return Settings()
    except ValidationError as refused:
        lines = [
            ": ".join([*(str(part).upper() for part in error["loc"]), error["msg"].removeprefix("Value error, ")])
            for error in refused.errors()
        ]
        raise SettingsRefused("Settings refused:\n  " + "\n  ".join(lines)) from None
