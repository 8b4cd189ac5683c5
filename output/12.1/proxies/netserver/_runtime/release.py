"""Which release a generated package was made from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseInfo:
    """The release that a package speaks for; every package has one, as `_release.RELEASE`.

    `package` is where the package's own modules are imported from, `label` what people call the
    release ("12.2"), `services` the version of the endpoints ("Services88", empty where
    there is none), `namespace` the XML namespace, `generator` the version of proxysmith.
    """

    package: str
    label: str = ""
    services: str = ""
    namespace: str = ""
    generator: str = ""
