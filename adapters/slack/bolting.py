"""Bolt, with everything that it lets through going one way."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.rich import Json
from adapters.slack.workspaces import Workspaces

NOT_INSTALLED = "Swot is not in this workspace. Whoever looks after it can add it once more."


def bolted(client: AsyncWebClient, workspaces: Workspaces, signing_secret: str = "") -> AsyncApp:
    """A Bolt app whose every payload goes to the workspace that it was sent for.

    Over HTTP the `signing_secret` tells Slack's requests from everybody else's.
    """
    bolt = AsyncApp(
        client=client,
        signing_secret=signing_secret or None,
        authorize=_Authorize(),
        process_before_response=True,
    )

    async def take(body: Json) -> Json:
        workspace = await workspaces.of(body)
        if workspace is not None:
            return await workspace.answers.take(body) if await workspaces.is_so(workspace, body) else {}
        return {"response_type": "ephemeral", "text": NOT_INSTALLED} if "command" in body else {}

    bolt.use(_Everything(take))
    return bolt


class _Everything(AsyncMiddleware):
    """Bolt's last middleware, which takes every payload: with no listeners to try, a press costs the least."""

    def __init__(self, take: Callable[[Json], Awaitable[Json]]) -> None:
        self._take = take

    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse:
        """Answer the payload."""
        return BoltResponse(status=200, body=await self._take(req.body) or "")


class _Authorize(AsyncAuthorize):
    """Lets everything through: which token is good there the workspace knows that the payload goes to.

    Bolt's own would ask Slack who we are again and again.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    async def __call__(self, *, team_id: str | None = None, **_: Any) -> AuthorizeResult:
        """Nobody in particular."""
        return AuthorizeResult(enterprise_id=None, team_id=team_id)
