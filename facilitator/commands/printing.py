"""``facilitator handouts``: poster and table cards of a workshop that need not be running."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from facilitator.commands.asked import DONE, Asked
from facilitator.commands.network import PORT
from facilitator.commands.output import line, tell
from facilitator.export.folder import safe_name, save
from facilitator.house import House
from facilitator.network import choose
from facilitator.opening import open_sound
from facilitator.outputs import printed
from facilitator.words import pick


def handouts(house: House, asked: Asked) -> int:
    """The path of every file that was written goes to stdout; the session is only read."""
    path: Path = house.find(asked.session)
    with open_sound(path, read_only=True) as kept:
        session = kept.session
    port = asked.port or session.port or PORT
    address = choose(asked.host, asked.url, port, session.code, asked.cert is not None)
    files = printed(session, address)
    title = safe_name(pick(session.title, session.language)) or path.stem
    written = save(asked.out or house.exports, f"{date.today().isoformat()} {title}", session.id, files)
    house.exported(session.id, path, written[0].parent)
    for file in written:
        line(str(file))
    if not asked.url:
        tell("cli.handouts.guess", house.language, address=address)
    return DONE
