"""Keeping quiet: texts for people, without what nobody may read."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TOKEN = re.compile(
    r"\b\d+[A-Z]:[\w+/=.%-]{4,}"  # a ticket or an access token of NetServer
    r"|\beyJ[\w-]{4,}\.[\w-]+\.[\w-]*"  # a JWT
)
_SHORTEST = 4  # what is shorter is no secret, and would blank out half of the text


def concealed(text: str, secrets: Iterable[str | None]) -> str:
    """The text with stars for secrets, however escaped, and for whatever looks like a token."""
    import html
    import json
    from urllib.parse import quote, quote_plus

    told = {secret for secret in secrets if secret and len(secret) >= _SHORTEST}
    for secret in sorted(told, key=len, reverse=True):
        forms = {secret, html.escape(secret), html.escape(secret, quote=False)}
        forms |= {
            json.dumps(secret)[1:-1],
            json.dumps(secret, ensure_ascii=False)[1:-1],
        }
        forms |= {quote(secret), quote(secret, safe=""), quote_plus(secret)}
        for form in sorted(forms, key=len, reverse=True):
            text = text.replace(form, "***")
    return _TOKEN.sub("***", text)
