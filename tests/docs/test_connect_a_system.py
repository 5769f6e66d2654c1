"""The calls of the page on connecting a system are made here, on the demo, with a token."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.demo_site import DemoHome

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "connect-a-system.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CALL = re.compile(r"^\$ (.*?)(?=^\$ |\Z)", re.MULTILINE | re.DOTALL)
EXPECTED_EXIT = re.compile(r"#\s*exit code (\d+)\s*$")
ISSUE = """
import sys
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.directory.services.issue_token import issue_token
from tidegate.core.directory.roles import Role
from tidegate.core.log.entry import System
now = timezone.now()
token, secret = issue_token(
    organisation=Organisation.objects.get(code=sys.argv[1]), role=Role.PROVIDER_USER,
    label="Theatre booking", expires_at=now + timedelta(days=1), actor=System("test"), now=now,
)
print(secret)
"""


def secret_of(demo_home: DemoHome, code: str) -> str:
    """The secret of a provider user's token, as the page of the organisation would show it."""
    variables = demo_home.environment() | {
        "DJANGO_SETTINGS_MODULE": "tidegate.controlroom.settings"
    }
    done = subprocess.run(
        [sys.executable, "-c", ISSUE, code],
        env=variables, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


def test_each_call_of_the_page_is_answered_as_it_says(
    demo_home: DemoHome, demo_server: str, tmp_path: Path
) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl, with which the page calls, is not installed")
    calls = [call.strip() for block in BLOCK.findall(PAGE.read_text("utf-8"))
             for call in CALL.findall(block)]  # fmt: skip
    assert len(calls) >= 13
    secrets = {"TOKEN": secret_of(demo_home, "ZN101"), "TRUST_TOKEN": secret_of(demo_home, "Z01")}
    variables = demo_home.environment() | {"TIDEGATE": f"{demo_server}/api/v1"} | secrets
    for call in calls:
        expected = int(found[1]) if (found := EXPECTED_EXIT.search(call)) else 0
        done = subprocess.run(
            call, shell=True, cwd=tmp_path, env=variables,
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode == expected, f"$ {call}\n{done.stdout}\n{done.stderr}"
        assert not any(secret in done.stdout for secret in secrets.values())
