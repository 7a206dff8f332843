"""The style sheets and the script: read, minified and compressed once, and served under a name with a content hash.

The script consists of several files, which are served as one. The page of a first visit contains style and script
inline, so that one reply brings everything; its content security policy allows exactly these two by their hashes.

The minifiers (rjsmin, rcssmin) remove only comments and blanks: names stay as they are, so that an error on a phone can
be found in the source.
"""

from __future__ import annotations

import gzip
import hashlib
from base64 import b64encode
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import resources

from markupsafe import Markup
from rcssmin import cssmin
from rjsmin import jsmin
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from facilitator.errors import RuleBroken

MEDIA_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}
MINIFIERS: Mapping[str, Callable[[str], str]] = {"css": cssmin, "js": jsmin}
CACHE_FOREVER = "public, max-age=31536000, immutable"
"""A file never changes under its name, because the name holds a hash of the content."""


class Assets:
    """The static files. ``paths["phone.css"]`` is the URL path for pages; ``serve`` serves these paths only."""

    def __init__(self) -> None:
        self._paths: dict[str, str] = {}
        self._inline: dict[str, Markup] = {}
        self._files: dict[str, tuple[str, bytes, bytes]] = {}
        static = resources.files("facilitator.web").joinpath("static")
        # Folders are listed in no fixed order; the files are joined by name, and their names begin with numbers.
        parts = sorted(static.joinpath("phone").iterdir(), key=lambda part: part.name)
        for name in ("phone.css", "screen.css"):
            self._add(name, static.joinpath(name).read_text("utf-8"))
        self._add("phone.js", "".join(part.read_text("utf-8") for part in parts if part.name.endswith(".js")))

    @property
    def paths(self) -> Mapping[str, str]:
        """Name of a file -> its URL path."""
        return self._paths

    @property
    def inline(self) -> Mapping[str, Markup]:
        """Name of a file -> its content for inlining into a page."""
        return self._inline

    @property
    def hashes(self) -> Mapping[str, str]:
        """Name of a file -> the source expression that allows it inline in a policy: ``'sha256-...'``."""
        return {name: policy_hash(content) for name, content in self._inline.items()}

    def _add(self, name: str, text: str) -> None:
        """Prepare one file. Raises: ``ValueError`` when the text could not be inlined into HTML."""
        # Minified first: the hash and the policy must describe the text that is served.
        text = minify(name.rpartition(".")[2], text)
        if "</s" in text or "<!--" in text:
            raise ValueError(f"{name} would end the element that it stands in")
        stem, ending = name.split(".")
        content = text.encode()
        served = f"{stem}.{hashlib.blake2s(content, digest_size=5).hexdigest()}.{ending}"
        self._inline[name] = Markup(text)
        self._paths[name] = f"/static/{served}"
        self._files[served] = MEDIA_TYPES[ending], content, compress(content)

    async def serve(self, request: Request) -> Response:
        """Serve one file. Raises: ``RuleBroken`` ``not_found`` for any other name."""
        found = self._files.get(request.path_params["name"])
        if found is None:
            raise RuleBroken("not_found", 404)
        kind, plain, zipped = found
        # ``Vary`` keeps a cache from giving the compressed form to a browser that does not accept it.
        headers = {"cache-control": CACHE_FOREVER, "vary": "Accept-Encoding"}
        if accepts_gzip(request.headers):
            return Response(zipped, headers={**headers, "content-encoding": "gzip"}, media_type=kind)
        return Response(plain, headers=headers, media_type=kind)


@lru_cache(maxsize=8)
def minify(ending: str, text: str) -> str:
    """A style sheet or script without comments and blanks; computed once for all rooms of a process."""
    return MINIFIERS[ending](text)


@lru_cache(maxsize=8)
def compress(content: bytes) -> bytes:
    """The content in gzip. Without a time stamp in the header, equal content gives equal bytes."""
    return gzip.compress(content, 9, mtime=0)


def policy_hash(text: str) -> str:
    """The source expression of a content security policy that allows an inline script or style with this text."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def accepts_gzip(headers: Headers) -> bool:
    """Whether the browser accepts gzip."""
    return "gzip" in headers.get("accept-encoding", "")
