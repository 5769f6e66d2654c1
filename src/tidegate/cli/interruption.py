"""What Ctrl-C does: the verb tidies up after itself, or is ended where that takes too long."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

INTERRUPTED = 130  # as a shell counts it: 128 and the number of the signal
SAID = "Interrupted; nothing was half done."
TIDYING_SECONDS = 2.0
_SHOW_CURSOR = "\x1b[?25h"  # which a progress display hides


@contextmanager
def ending_promptly(tidying_seconds: float = TIDYING_SECONDS) -> Iterator[None]:
    """Let Ctrl-C end the work inside within ``tidying_seconds``, whatever it waits for.

    The exception that Python raises first lets the work remove its unfinished files. Where it
    waits for threads, or for a solver that hears nothing, the process then ends without it: what
    lies on the disk is whole at every moment, because files are renamed into place and rows
    are committed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are the main thread's business
        return
    heard, told = os.pipe()
    os.set_blocking(told, False)
    before = signal.set_wakeup_fd(told, warn_on_full_buffer=False)
    over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(heard, over, tidying_seconds), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        signal.set_wakeup_fd(before)
        os.close(told)  # the watcher reads the end, if it has read nothing else
        watcher.join()
        os.close(heard)


def _watch(heard: int, over: threading.Event, tidying_seconds: float) -> None:
    while (signals := os.read(heard, 1)) and signals[0] != signal.SIGINT:
        pass
    if signals and not over.wait(tidying_seconds):
        cursor = _SHOW_CURSOR if sys.stderr.isatty() else ""
        os.write(2, f"{cursor}{SAID}\n".encode())
        os._exit(INTERRUPTED)
