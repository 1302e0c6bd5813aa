"""Programs that serve pages to a browser: JupyterLab and marimo, each on a port of its own, and a browser without a screen."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parents[1]
PATIENCE = 120
"""Seconds that a program which has just been installed may take to answer."""
LAB = ("jupyterlab", "--no-browser", "--allow-root", "--ServerApp.port={port}", "--IdentityProvider.token=",
       "--expose-app-in-browser", "--LabApp.extension_manager=readonly")  # fmt: skip
"""JupyterLab with its application in reach of a page's scripts."""
BROWSER = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


def browser_here() -> str | None:
    """Find a browser of the Chromium family."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextmanager
def serving(folder: Path, *command: str) -> Iterator[str]:
    """Run a module that serves on a port of its own, with all that it keeps in a folder; give its address."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    own = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR",
           "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")  # fmt: skip
    env = {**os.environ, **{name: str(folder / name.lower()) for name in own}, "PYTHONPATH": str(ROOT)}
    with (folder / "log.txt").open("w", encoding="utf-8") as log:
        asked = [sys.executable, "-m", *(part.format(port=port) for part in command)]
        run = subprocess.Popen(asked, env=env, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            _wait(run, port, folder / "log.txt")
            yield f"http://127.0.0.1:{port}"
        finally:
            run.terminate()
            run.wait(30)


def _wait(run: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while run.poll() is None and time.monotonic() < until:
        with socket.socket() as one:
            if not one.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.1)
    raise AssertionError(f"no answer: {log.read_text(encoding='utf-8')[-2000:]}")


def without_news(folder: Path) -> None:
    """Let JupyterLab, which keeps its settings in a folder, ask nobody for news."""
    settings = folder / "jupyterlab_settings_dir" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    quiet = '{"fetchNews": "false", "checkForUpdates": false}'
    (settings / "notification.jupyterlab-settings").write_text(quiet, encoding="utf-8")


def run_all(tab: Page, address: str, notebook: str) -> None:
    """Open a notebook in JupyterLab, and run all its cells."""
    tab.goto(f"{address}/lab/tree/{notebook}")
    tab.wait_for_function(
        """(path) => {
          const { context, sessionContext } = window.jupyterapp?.shell.currentWidget ?? {};
          return context?.path === path && sessionContext?.session?.kernel?.status === 'idle';
        }""",
        arg=notebook,
    )
    if not tab.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')"):
        raise AssertionError(f"{notebook}: a cell failed")
