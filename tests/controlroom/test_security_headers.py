"""What the browser is told about each page, and how the settings change for service."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from tidegate.controlroom.secret_key import secret_key
from tidegate.core.directory.roles import Role
from tidegate.exchange.demo.note import DemoNote

PAGES = ["/account/sign-in/", "/no-such-page/"]
pytestmark = pytest.mark.django_db


def policy_of(header: str) -> dict[str, str]:
    return dict(directive.strip().split(" ", 1) for directive in header.split(";"))


@pytest.mark.parametrize("address", PAGES)
def test_the_content_security_policy_lets_in_nothing_but_our_own(
    client: Client, address: str
) -> None:
    policy = policy_of(client.get(address).headers["Content-Security-Policy"])
    script = policy.pop("script-src")
    assert policy == {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert script.startswith("'self' 'nonce-")


def test_the_nonce_is_on_the_one_inline_script_and_never_the_same_twice(client: Client) -> None:
    nonces = set()
    for _ in range(2):
        response = client.get("/account/sign-in/")
        nonce = response.headers["Content-Security-Policy"].split("'nonce-")[1].split("'")[0]
        text = response.content.decode()
        assert text.count("<script") == 2, "the design system's one and our module"
        assert f'<script nonce="{nonce}">' in text
        assert " style=" not in text
        assert "<style" not in text
        nonces.add(nonce)
    assert len(nonces) == 2


@pytest.mark.parametrize("address", PAGES)
def test_other_headers_close_what_no_page_uses(client: Client, address: str) -> None:
    headers = client.get(address).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("address", ["/", "/account/", "/waiting/pathways/", "/record/"])
def test_no_browser_keeps_what_someone_signed_in_was_shown(client_of, address: str) -> None:
    response = client_of(Role.AUDITOR).get(address)
    assert response.status_code == 200
    assert {"no-store", "private"} <= set(response.headers["Cache-Control"].split(", "))


def test_the_stylesheet_is_arial_from_our_own_host(client: Client) -> None:
    response = client.get("/static/vendor/nhsuk/nhsuk.css")
    css = b"".join(response.streaming_content).decode()
    assert "Frutiger" not in css
    assert "assets.nhs.uk" not in css
    assert "font-family:arial" in css
    assert "Access-Control-Allow-Origin" not in response.headers


def test_a_page_has_no_nhs_logo(client: Client) -> None:
    text = client.get("/account/sign-in/").content.decode()
    assert "nhsuk-header__logo" not in text
    assert "Tidegate" in text


def test_only_the_demonstration_says_that_it_is_one(client: Client, settings) -> None:
    assert "Demonstration" not in client.get("/account/sign-in/").content.decode()
    settings.TIDEGATE_DEMO = True
    assert "Demonstration" in client.get("/account/sign-in/").content.decode()


def test_a_form_without_its_token_is_refused_in_words() -> None:
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post("/account/sign-in/", {"email": "a@example.org", "password": "x"})
    assert refused.status_code == 403
    assert "Nothing was changed" in refused.content.decode()


def test_the_key_is_made_once_for_its_owner_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TIDEGATE_SECRET_KEY", raising=False)
    home = tmp_path / "home"
    key = secret_key(home)
    assert len(key) > 60
    assert secret_key(home) == key
    assert stat.S_IMODE((home / "secret-key").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert [file.name for file in home.iterdir()] == ["secret-key"]
    monkeypatch.setenv("TIDEGATE_SECRET_KEY", "given")
    assert secret_key(home) == "given"


def test_only_its_owner_reads_the_database_and_what_lies_beside_it(tmp_path: Path) -> None:
    program = (
        "import os; os.umask(0o022); from pathlib import Path;"
        "from tidegate.controlroom.database import open_database; open_database();"
        "from django.db import connection; connection.ensure_connection();"
        "files = Path(os.environ['TIDEGATE_HOME']).glob('tidegate.sqlite3*');"
        "print(*sorted({oct(file.stat().st_mode & 0o777) for file in files}))"
    )
    variables = {"PATH": os.environ["PATH"], "TIDEGATE_HOME": str(tmp_path / "home")}
    for more in ({}, {"TIDEGATE_SECRET_KEY": "given", "TIDEGATE_HOME": str(tmp_path / "other")}):
        made = subprocess.run(
            [sys.executable, "-c", program],
            env=variables | more,
            capture_output=True,
            text=True,
            check=True,
        )
        assert made.stdout.split() == ["0o600"]


def settings_with(home: Path, **variables: str) -> dict[str, object]:
    """Read the settings in a process of their own, as a deployer's environment makes them."""
    names = [
        "DEBUG", "ALLOWED_HOSTS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
        "SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT", "TIDEGATE_DEMO", "CSRF_TRUSTED_ORIGINS",
    ]  # fmt: skip
    program = (
        "import json; from django.conf import settings;"
        f"print(json.dumps({{name: getattr(settings, name) for name in {names}}}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "tidegate.controlroom.settings",
            "TIDEGATE_HOME": str(home),
            **variables,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_without_a_word_the_settings_are_safe_and_local(tmp_path: Path) -> None:
    assert settings_with(tmp_path) == {
        "DEBUG": False,
        "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"],
        "SESSION_COOKIE_SECURE": False,
        "CSRF_COOKIE_SECURE": False,
        "SECURE_HSTS_SECONDS": 0,
        "SECURE_SSL_REDIRECT": False,
        "TIDEGATE_DEMO": False,
        "CSRF_TRUSTED_ORIGINS": [],
    }


def test_a_demos_home_is_marked_as_one_whoever_opens_it(tmp_path: Path) -> None:
    DemoNote(seed=7, people=3000, as_of=date(2026, 11, 25)).write(tmp_path)
    assert settings_with(tmp_path)["TIDEGATE_DEMO"]
    assert settings_with(tmp_path, TIDEGATE_DEMO="0")["TIDEGATE_DEMO"]


def test_over_https_cookies_and_transport_are_held_to_it(tmp_path: Path) -> None:
    found = settings_with(tmp_path, TIDEGATE_HTTPS="1", TIDEGATE_HOSTS="tidegate.example.org")
    assert found["ALLOWED_HOSTS"] == ["tidegate.example.org"]
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_HSTS_SECONDS"] == 31536000
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://tidegate.example.org"]


def test_a_host_with_a_dot_in_front_is_trusted_with_all_names_under_it(tmp_path: Path) -> None:
    found = settings_with(tmp_path, TIDEGATE_HTTPS="1", TIDEGATE_HOSTS=".example.org,*")
    assert found["ALLOWED_HOSTS"] == [".example.org", "*"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://example.org", "https://*.example.org"]


def test_a_request_to_a_host_that_is_not_ours_is_refused_without_a_word_in_the_log(
    tmp_path: Path,
) -> None:
    program = (
        "import django; django.setup(); from django.test import Client;"
        "answer = Client().get('/account/sign-in/', headers={'host': 'elsewhere.example'});"
        "print(answer.status_code, 'could not read that request' in answer.content.decode())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "tidegate.controlroom.settings",
            "TIDEGATE_HOME": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("400 True\n", "")
