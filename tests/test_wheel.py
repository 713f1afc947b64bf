"""The wheel holds all that the product needs, and runs away from its checkout."""

from __future__ import annotations

import configparser
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent


def test_every_package_is_listed() -> None:
    setup = configparser.ConfigParser()
    setup.read(PROJECT / "setup.cfg")
    listed = set(setup["options"]["packages"].split())
    found = {
        ".".join(path.parent.relative_to(PROJECT).parts)
        for path in (PROJECT / "gcp").rglob("__init__.py")
    }
    assert listed == found | {"gcp.templates", "gcp.static"}


@pytest.mark.slow
def test_a_wheel_serves_its_pages(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    build = [*pip, "wheel", "--quiet", "--no-deps", "-w", str(tmp_path), str(PROJECT)]
    subprocess.run(build, check=True, capture_output=True)
    wheel = next(tmp_path.glob("*.whl"))
    # Its own environment sees the libraries of this one, and the wheel before this checkout.
    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv" / "bin" / "python"
    install = [*pip, "--python", str(python), "install", "--quiet", "--no-deps", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    libraries = next(path for path in sys.path if path.endswith("site-packages"))
    code = (
        f"import sys; sys.path.append({libraries!r})\n"
        "import gcp; from gcp.settings import read_settings\n"
        "app = gcp.create_app(read_settings())\n"
        "client = app.test_client()\n"
        "assert 'Sign in' in client.get('/sign-in').text\n"
        "assert client.get('/static/dist/visit.js').status_code == 200\n"
        "assert 'addEventListener' in client.get('/sw.js').text\n"
        "print(gcp.__file__)\n"
    )
    own = {key: value for key, value in os.environ.items() if not key.startswith("GCP_")}
    ran = subprocess.run(
        [python, "-c", code], cwd=tmp_path, env=own, check=True, capture_output=True, text=True
    )
    assert str(tmp_path) in ran.stdout
    assert (tmp_path / "instance" / "gcp.sqlite").is_file()
