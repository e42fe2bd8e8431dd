"""How gunicorn serves Médiane: one process with threads, the jobs beside it.

PROCESS says what the process is there for: all, or pages and open sockets apart, each started as often as wanted on a
PORT of its own (docs/running.md).
"""

from typing import Any

from config import read_settings

settings = read_settings()

wsgi_app = "wsgi:app"
bind = f"{settings.host}:{settings.port}"
worker_class = "gthread"
workers = 1  # Socket.IO keeps its connections in the process; several are started apart, behind nginx
threads = settings.threads
worker_connections = settings.threads + 200  # those that wait for a thread, too
worker_tmp_dir = "/dev/shm"  # noqa: S108  (the heartbeat file stays in memory)
keepalive = 15
backlog = 4096  # a room of people who all come back at once
graceful_timeout = 5
timeout = 60
accesslog = None  # one structured line a request is ours (forum/core/logs.py)
errorlog = "-"
loglevel = "warning"


def post_worker_init(worker: Any) -> None:
    """Starts the jobs once the process serves, and looks after the sockets that it holds."""
    from forum.core import realtime

    if settings.process != "web" and realtime.socketio.server is not None:  # benches serve other applications
        realtime.start_serving()
    if settings.jobs == "thread":
        worker.wsgi.extensions["jobs"].start_thread()
