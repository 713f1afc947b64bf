"""What the screen has called saved survives the page, the browser and the server being killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import PROJECT


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="finds what to kill in /proc")
def test_nothing_that_was_called_saved_is_lost_in_15_kills(browser: Browser) -> None:
    words = ["-m", "tests.browser.torture", "--kills", "15", "--seed", "1"]
    run = subprocess.run([sys.executable, *words], cwd=PROJECT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    last = run.stdout.splitlines()[-1]
    assert last.startswith("15 kills") and last.endswith("nothing was lost")
