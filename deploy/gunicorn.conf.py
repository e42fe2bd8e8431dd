"""How gunicorn serves Médiane: one process with threads, the jobs beside it."""

from typing import Any

from config import read_settings

settings = read_settings()

wsgi_app = "wsgi:app"
bind = f"{settings.host}:{settings.port}"
worker_class = "gthread"
workers = 1  # Socket.IO keeps its connections in the process; several are started apart, behind a proxy
threads = settings.threads
worker_tmp_dir = "/dev/shm"  # noqa: S108  (the heartbeat file stays in memory)
keepalive = 15
graceful_timeout = 5
timeout = 60
accesslog = None  # one structured line a request is ours (forum/core/logs.py)
errorlog = "-"
loglevel = "warning"


def post_worker_init(worker: Any) -> None:
    """Starts the jobs once the process serves."""
    if settings.jobs == "thread":
        worker.wsgi.extensions["jobs"].start_thread()
