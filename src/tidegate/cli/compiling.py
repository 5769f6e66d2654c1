"""Say when the matching engine has to be compiled first, so that nobody wonders why it waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def saying_when_it_compiles() -> Iterator[None]:
    """Say in one line on standard error that the engine is being compiled, if it is.

    ``make setup`` compiles it beforehand; an installation without that compiles what a command
    uses when it is used first.
    """
    from numba.core import event

    class Told(event.Listener):
        """Hear of compilations; what comes from the cache is none."""

        told = False

        def on_start(self, event: event.Event) -> None:  # noqa: ARG002 - the listener's form
            from tidegate.cli.console import err

            if not self.told:
                self.told = True
                err().print("Compiling the engine: this time only, not the next.")

        def on_end(self, event: event.Event) -> None:
            """Say nothing more."""

    with event.install_listener("numba:compile", Told()):
        yield
