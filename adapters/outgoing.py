"""How connections leave this machine: through which proxy, and which certificates are believed."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib import request

import yarl

from bot.errors import UserError

PROXIES = ("SWOT_PROXY", "https_proxy", "HTTPS_PROXY")
"""Where an operator names a proxy; the first that is set counts."""
DIRECT = ("no_proxy", "NO_PROXY")
"""Hosts that no proxy is needed for."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Everything that goes out goes so, whichever library sends it."""

    proxy: str = field(default="", repr=False)  # its address may have a password
    direct: str = ""
    """Hosts that are spoken to without it, with commas between; `*` is all."""
    ca_file: Path | None = None
    """Certificates that are believed beside the system's own, such as a school's."""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Outgoing:
        """What environment variables say of it. Raises `UserError`."""
        named = next((name for name in PROXIES if environment.get(name, "").strip()), "")
        proxy = _proxy(named, environment[named].strip()) if named else ""
        direct = next((environment[name] for name in DIRECT if environment.get(name, "").strip()), "")
        ca_file = environment.get("SWOT_CA_FILE", "").strip()
        return cls(proxy, direct, Path(ca_file) if ca_file else None)

    def proxy_to(self, url: str) -> str | None:
        """The proxy to a platform at that address, password included; none where it is spoken to directly."""
        host = yarl.URL(url).host or ""
        # The library's own reading of NO_PROXY: suffixes of names, `*`, and spaces wherever people put them.
        bypassed = self.direct and request.proxy_bypass_environment(host, {"no": self.direct})  # type: ignore[attr-defined]
        return self.proxy if self.proxy and not bypassed else None

    @property
    def told(self) -> str:
        """The proxy as it may be shown."""
        return str(yarl.URL(self.proxy).with_user(None)) if self.proxy else ""

    def context(self) -> ssl.SSLContext:
        """What decides whom to believe. Raises `UserError` where SWOT_CA_FILE is none.

        Python's default follows the system, and SSL_CERT_FILE and SSL_CERT_DIR instead where they are set.
        """
        context = ssl.create_default_context()
        context.set_alpn_protocols(("http/1.1",))
        if self.ca_file is not None:
            try:
                context.load_verify_locations(self.ca_file)
            except OSError as error:
                why = "is not there" if isinstance(error, FileNotFoundError) else "is no file of certificates"
                raise UserError(
                    f"SWOT_CA_FILE names {self.ca_file}, which {why}. It is one text file with the certificates of "
                    "those who sign, as -----BEGIN CERTIFICATE-----."
                ) from error
            # Newer Pythons also hold to the letter of the standard, which schools' own authorities often miss.
            context.verify_flags &= ~ssl.VERIFY_X509_STRICT
        return context


DIRECTLY = Outgoing()
"""Without a proxy, and believing whom the system believes."""


def _proxy(named: str, written: str) -> str:
    try:
        url = yarl.URL(written if "://" in written else f"http://{written}")
        fits = url.scheme in ("http", "https") and bool(url.host) and not any(map(str.isspace, written))
    except ValueError:
        fits = False
    if not fits:
        # It may have a password, so it is not repeated.
        raise UserError(f"{named} is no proxy that Swot can use. Write it as http://proxy.school:8080.")
    return str(url.with_path(""))
