"""Why something out there can't be reached, in words for whoever runs Swot."""

from __future__ import annotations

import aiohttp

from adapters.logs import hidden

UNREACHED = "{} can't be reached ({}). `swot doctor` looks where it stops; then start Swot again."


def reason(error: BaseException) -> str:
    """What an attempt to connect came to, as part of a sentence; without the password of a proxy."""
    match error:
        case aiohttp.ClientHttpProxyError(status=407):
            return "the proxy wants a name and password, or others: http://name:password@host:port"
        case aiohttp.ClientHttpProxyError(status=status):
            return f"the proxy does not let it through, and says {status}"
        case aiohttp.ClientProxyConnectionError():
            return f"no proxy answers at {error.host}:{error.port}"
        case aiohttp.ClientConnectorCertificateError():
            return (
                "whoever answers is vouched for by nobody whom this machine believes; a school's own certificate "
                "authority is named by SWOT_CA_FILE"
            )
        case TimeoutError():
            return "no answer comes"
    return hidden(str(error)) or type(error).__name__
