"""How connections leave this machine: through which proxy, and which certificates are believed."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from pathlib import Path
from urllib import request

import yarl

from adapters.settings import OperatorSettings
from bot.errors import UserError


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Everything that goes out goes so, whichever library sends it."""

    proxy: str = field(default="", repr=False)  # its address may have a password
    direct: str = ""
    """Hosts that are spoken to without it, with commas between; `*` is all."""
    ca_file: Path | None = None
    """Certificates that are believed beside the system's own, such as a school's."""

    @classmethod
    def of(cls, settings: OperatorSettings) -> Outgoing:
        """What the settings say of it."""
        proxy = settings.proxy.get_secret_value() if settings.proxy is not None else ""
        return cls(proxy, settings.no_proxy, settings.ca_file)

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
