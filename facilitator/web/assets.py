"""The style sheet and the script, read once, zipped once, with a hash of their content in their name.

The script is written in parts, each a script by itself, and served as one.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from importlib import resources

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from facilitator.errors import RuleBroken

TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}
FOR_EVER = "public, max-age=31536000, immutable"


class Assets:
    """``path("phone.css")`` is the address that pages link to; ``serve`` answers it. Nothing else is served."""

    def __init__(self) -> None:
        self._paths: dict[str, str] = {}
        self._files: dict[str, tuple[str, bytes, bytes]] = {}
        static = resources.files("facilitator.web").joinpath("static")
        parts = sorted(static.joinpath("phone").iterdir(), key=lambda part: part.name)
        self._add("phone", "css", static.joinpath("phone.css").read_bytes())
        self._add("phone", "js", b"".join(part.read_bytes() for part in parts if part.name.endswith(".js")))

    @property
    def paths(self) -> Mapping[str, str]:
        """Name of a file -> its address."""
        return self._paths

    def _add(self, stem: str, ending: str, content: bytes) -> None:
        name = f"{stem}.{hashlib.blake2s(content, digest_size=5).hexdigest()}.{ending}"
        self._paths[f"{stem}.{ending}"] = f"/static/{name}"
        self._files[name] = TYPES[ending], content, gzip.compress(content, 9, mtime=0)

    async def serve(self, request: Request) -> Response:
        """One file; 404 for any name that is not one of ours."""
        found = self._files.get(request.path_params["name"])
        if found is None:
            raise RuleBroken("not_found", 404)
        kind, plain, zipped = found
        headers = {"cache-control": FOR_EVER, "vary": "Accept-Encoding"}
        if takes_gzip(request.headers):
            return Response(zipped, headers={**headers, "content-encoding": "gzip"}, media_type=kind)
        return Response(plain, headers=headers, media_type=kind)


def takes_gzip(headers: Headers) -> bool:
    """Whether the browser can unzip."""
    return "gzip" in headers.get("accept-encoding", "")
