"""The agent EMail of Services88, to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._server.stub import AgentStub

if TYPE_CHECKING:
    from collections.abc import Sequence
    from netserver.carriers import EMailAccount, EMailEntity


class EMailAgentStub(AgentStub):
    """The agent EMail, to be filled in."""

    NAME = "EMail"

    async def get_email_account(self, email_account_id: int) -> EMailAccount | None:
        """One mailbox."""
        raise NotImplementedError

    async def send_email(
        self, email: EMailEntity | None, save_in_sent: bool, email_account_id: int
    ) -> EMailEntity | None:
        """Send a message at once."""
        raise NotImplementedError

    async def mark_as_read(self, email_ids: Sequence[int] | None) -> None:
        """Mark messages as seen."""
        raise NotImplementedError

    async def get_signature(self, associate_id: int) -> str | None:
        """The lines that a user puts under messages."""
        raise NotImplementedError
