"""What an authenticator app is given: a secret, as text and as a QR code."""

from __future__ import annotations

import base64
import secrets
from urllib.parse import quote, urlencode

import segno
from markupsafe import Markup

SECRET_BYTES = 20
ISSUER = "Tidegate"


def new_secret() -> bytes:
    """Draw a secret of the length that RFC 4226 recommends."""
    return secrets.token_bytes(SECRET_BYTES)


def as_text(secret: bytes) -> str:
    """Write the secret for typing: base 32 in groups of four."""
    text = base64.b32encode(secret).decode("ascii").rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def as_address(secret: bytes, email: str) -> str:
    """Write the address that apps read from a QR code."""
    text = base64.b32encode(secret).decode("ascii").rstrip("=")
    label = quote(f"{ISSUER}:{email}")
    return f"otpauth://totp/{label}?{urlencode({'secret': text, 'issuer': ISSUER})}"


def as_qr_code(secret: bytes, email: str) -> Markup:
    """Draw the address as an SVG element that needs no style, script or image source."""
    drawn = segno.make(as_address(secret, email), error="m").svg_inline(
        scale=4, border=2, light="#ffffff", title="QR code for your authenticator app"
    )
    return Markup(drawn)  # noqa: S704 - our own drawing; the address is in it as squares only
