"""Médiane as several processes behind nginx, with a Redis of its own: started, killed, started again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from forum.extensions import db
from tests.conftest import POSTGRESQL, absent, drop_postgresql_database, make_postgresql_database
from tests.services.serving import ROOT, Server, eventually, free_port

LISTENED = "01"
"""An established connection, as /proc/net/tcp writes it."""


def program(name: str) -> str:
    """Where a program of the machine is; skips the test where it is not there."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        absent(f"{name} is not installed on this machine")
    return str(found)


class PrivateRedis:
    """A Redis that keeps nothing on the disk: killed, it forgets all it knew."""

    def __init__(self) -> None:
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = [program("redis-server"), "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self.process = subprocess.Popen([*command, "--appendonly", "no"], stdout=subprocess.DEVNULL)
        eventually(self.answers, "Redis does not answer")

    def answers(self) -> bool:
        from redis import Redis
        from redis.exceptions import RedisError

        try:
            return bool(Redis.from_url(self.url).ping())
        except RedisError:
            return False

    def hold_still(self) -> None:
        """Has it take what comes and answer nothing, as on a machine that hangs."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


class Nginx:
    """Debian's nginx with the configuration of `deploy/`, its addresses and folders put in for this machine's.

    Args:
        folder: where it keeps what it writes.
        web, realtime: the ports of the processes behind it.
    """

    def __init__(self, folder: Path, web: list[int], realtime: list[int]) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None
        site = (ROOT / "deploy" / "nginx" / "mediane.conf").read_text(encoding="utf-8")
        secure = site.index("    listen 443 ssl;")
        site = site[: site.rindex("server {", 0, site.rindex("server {", 0, secure))] + "server {\n" + site[secure:]
        kept = [line for line in site.splitlines() if not line.strip().startswith(("ssl_", "listen [::]"))]
        site = "\n".join(kept).replace("listen 443 ssl;", f"listen 127.0.0.1:{self.port};")
        site = site.replace("/srv/mediane/", f"{ROOT}/")
        for known, port in zip(("5001", "5002", "5101", "5102"), [*web, *realtime], strict=True):
            site = site.replace(f"127.0.0.1:{known}", f"127.0.0.1:{port}")
        paths = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        kept_apart = "\n".join(f"{name}_temp_path {folder}/{name};" for name in paths)
        (folder / "nginx.conf").write_text(
            f"daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;\n"
            f"events {{ worker_connections 4096; }}\n"
            f"http {{ include /etc/nginx/mime.types; access_log off; {kept_apart}\n{site}\n}}\n"
        )

    def start(self) -> None:
        command = [program("nginx"), "-c", str(self.folder / "nginx.conf"), "-e", str(self.folder / "error.log")]
        self.process = subprocess.Popen([*command, "-p", str(self.folder)])

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(20)
            self.process = None


class Cluster:
    """Two web processes, two real-time processes, the jobs, Redis and nginx in front.

    What a test asks of a server (`Member` in serving.py), it asks of nginx.
    """

    def __init__(self, folder: Path, database: str, **settings: str) -> None:
        self.redis = PrivateRedis()
        self.settings = {
            "DATABASE_URL": f"{POSTGRESQL}/{database}",
            "REDIS_URL": self.redis.url,
            "JOBS": "worker",
            "TRUSTED_PROXIES": "1",
            "SOCKET_EVENTS_PER_SECOND": "100000",
            "LOG_LEVEL": "ERROR",
            **settings,
        }
        self.web = [Server(folder, PROCESS="web", THREADS="20", **self.settings) for _ in range(2)]
        self.realtime = [Server(folder, PROCESS="realtime", THREADS="600", **self.settings) for _ in range(2)]
        self.log = folder / "processes.log"  # what is killed or left alone here complains a lot
        for each in (*self.web, *self.realtime):
            each.log = self.log
        (folder / "nginx").mkdir()
        self.nginx = Nginx(folder / "nginx", *([each.port for each in some] for some in (self.web, self.realtime)))
        self.worker: subprocess.Popen[bytes] | None = None

    @property
    def port(self) -> int:
        return self.nginx.port

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def app(self) -> Flask:
        return self.web[0].app()

    def start(self) -> None:
        """Starts all, and waits until all answer."""
        everyone = [*self.web, *self.realtime]
        for each in everyone:
            each.launch()
        with self.log.open("ab") as log:
            self.worker = subprocess.Popen(
                [sys.executable, "-m", "flask", "--app", "wsgi", "worker"],
                cwd=ROOT,
                env={**os.environ, **self.web[0].environment, "PROCESS": "all"},
                stderr=log,
                start_new_session=True,
            )
        self.nginx.start()
        for each in everyone:
            eventually(each.answers, "a process does not answer")

    def connections(self, process: Server) -> int:
        """How many connections a process has open on its port at this moment."""
        port = f"{process.port:04X}"
        rows = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
        return sum(row[1].endswith(f":{port}") and row[3] == LISTENED for row in rows)

    def kill(self) -> None:
        for each in (*self.web, *self.realtime):
            each.kill()
        if self.worker is not None:
            os.killpg(self.worker.pid, signal.SIGKILL)
            self.worker.wait()
        self.nginx.stop()
        self.redis.kill()


@contextmanager
def cluster(folder: Path, **settings: str) -> Iterator[tuple[Cluster, Flask]]:
    """A cluster on an empty PostgreSQL database, not started yet but for Redis, and its application to fill it with."""
    program("nginx")
    name = f"mediane_processes_{os.getpid()}_{uuid.uuid4().hex[:6]}"
    make_postgresql_database(name)
    made = Cluster(folder, name, **settings)
    try:
        made.redis.start()
        app = made.app()
        with app.app_context():
            db.create_all()
            yield made, app
            db.session.remove()
            db.engine.dispose()
    finally:
        made.kill()
        drop_postgresql_database(name)
