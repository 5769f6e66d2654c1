"""The web server behind ``tidegate serve`` and ``tidegate demo``."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

THREADS = 8


def port_is_free(host: str, port: int) -> bool:
    """Say whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def address(host: str, port: int) -> str:
    """Return what to type into a browser on this machine."""
    shown = "localhost" if host in {"0.0.0.0", "::", "127.0.0.1"} else host  # noqa: S104 - compared
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def collect_static() -> None:
    """Put the static files under hashed names into ``TIDEGATE_HOME``; call it before Django is up.

    The names change with the content, so browsers may keep each file for ever.
    """
    os.environ["TIDEGATE_COLLECTED_STATIC"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tidegate.controlroom.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)


def run_server(host: str, port: int, workers: int, when_ready: Callable[[], None]) -> None:
    """Serve the control room until interrupted; ``when_ready`` is called once it listens."""
    from django.db import connections
    from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

    connections.close_all()  # a connection must not be shared with the workers that are forked

    class ControlRoom(BaseApplication):  # type: ignore[misc] # untyped library
        """Gunicorn with settings from here rather than from its own command line."""

        def load_config(self) -> None:
            bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
            self.cfg.set("bind", bind)
            self.cfg.set("workers", workers)
            self.cfg.set("worker_class", "gthread")
            self.cfg.set("threads", THREADS)
            self.cfg.set("loglevel", "warning")
            self.cfg.set("when_ready", lambda _: when_ready())
            # Gunicorn 25 and later open a socket for their own control tool; we have no use for it.
            if "control_socket_disable" in self.cfg.settings:
                self.cfg.set("control_socket_disable", True)

        def load(self) -> Any:
            from tidegate.controlroom.wsgi import application

            return application

    ControlRoom().run()
