"""The real server, as a process of its own: started, killed, started again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import nullcontext
from http.client import HTTPConnection
from pathlib import Path
from typing import Protocol
from urllib.parse import urlencode

import socketio
from flask import Flask

from config import Settings
from forum import create_app
from forum.accounts.models import Person
from tests.browsing import Browser

ROOT = Path(__file__).resolve().parents[2]
SECRET = "a key for tests of the whole server, long enough"
PATIENCE = 30.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """Médiane under its production server, on SQLite unless an address says otherwise.

    Args:
        folder: its DATA_DIR.
        settings: environment variables on top of the usual ones.
    """

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = free_port()
        self.environment = {
            "APP_ENV": "test",
            "SECRET_KEY": SECRET,
            "DATA_DIR": str(folder),
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "LOG_LEVEL": "ERROR",
            "DATABASE_URL": "",
            "REDIS_URL": "",
            "JOBS": "thread",
            "POSTS_PER_MINUTE": "100000",
            "MESSAGES_PER_MINUTE": "100000",
            "SOCKET_EVENTS_PER_SECOND": "100000",
            **settings,
        }
        self.process: subprocess.Popen[bytes] | None = None
        self.log: Path | None = None
        """Where what it logs is kept; None stands for the terminal."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def app(self) -> Flask:
        """The same application in this process, to fill its database and look into it."""
        known = {name.lower(): value for name, value in self.environment.items() if name != "JOBS"}
        return create_app(Settings(**known, jobs="by-hand"))  # type: ignore[arg-type]

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        self.launch()
        eventually(self.answers, "the server does not answer")

    def launch(self) -> None:
        """Starts the server."""
        config = str(ROOT / "deploy" / "gunicorn.conf.py")
        with self.log.open("ab") if self.log is not None else nullcontext() as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "--config", config],
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stderr=log,
                start_new_session=True,
            )

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def kill(self) -> None:
        """Ends the server and its workers at once, with no chance to tidy up."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        """Ends the server as a machine that shuts down does."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
            self.process = None


class Address(Protocol):
    """What a browser asks: a server, or the proxy in front of several."""

    @property
    def address(self) -> str: ...

    @property
    def port(self) -> int: ...


class Member:
    """A person's browser on the real server: a cookie, a token, requests and a socket."""

    def __init__(self, server: Address, app: Flask, person: Person) -> None:
        self.server = server
        browser = Browser(app, person)
        self.token = browser.token()
        cookie = browser.client.get_cookie("session")
        self.cookie = f"session={cookie.value}" if cookie else ""

    def get(self, path: str) -> tuple[int, str]:
        """Asks for a page; gives its status and body."""
        return self.request("GET", path)

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Sends a form; gives the status and body, redirects not followed."""
        return self.request("POST", path, urlencode({"csrf_token": self.token, **fields}))

    def request(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        try:
            headers = {
                "Cookie": self.cookie,
                "Accept": "text/html",
                "Accept-Language": "fr",
                "Content-Type": "application/x-www-form-urlencoded",
            }
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def socket(self, transport: str = "websocket", page: str = "", **headers: str) -> socketio.Client:
        """Opens a socket to the rooms, over one transport.

        Args:
            page: the number by which a proxy leads all its requests to one process.
        """
        client = socketio.Client(reconnection=False)
        client.connect(
            f"{self.server.address}?page={page}" if page else self.server.address,
            headers={"Cookie": self.cookie, **headers},
            namespaces=["/rooms"],
            transports=[transport],
            wait_timeout=10,
        )
        return client


def eventually(holds: object, complaint: str, patience: float = PATIENCE) -> None:
    """Waits until something holds, and no longer."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if holds():  # type: ignore[operator]
            return
        time.sleep(0.02)
    raise AssertionError(complaint)
