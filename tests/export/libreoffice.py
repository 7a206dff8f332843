"""LibreOffice without a window: opens what the program wrote and writes it again in its own words."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

OFFICE = shutil.which("soffice")
"""The system's own. Without one its tests are left out, except in CI, which installs it."""

needs_office = pytest.mark.skipif(
    OFFICE is None and not os.environ.get("CI"), reason="LibreOffice is not installed on this machine"
)


def converted(folder: Path, files: Mapping[str, bytes], to: str, read: str = "") -> list[Path]:
    """The files that LibreOffice makes of these (name -> content); ``to`` and ``read`` are its filters.

    The tests of a worker share one profile, which takes longer to make than a file to convert; and a start of the
    program takes longer than any file.
    """
    assert OFFICE is not None, "CI installs LibreOffice"
    for name, content in files.items():
        (folder / name).write_bytes(content)
    out = folder / "out"
    command = [OFFICE, "--headless", f"-env:UserInstallation={(folder.parent / 'office').as_uri()}"]
    command += [f"--infilter={read}"] if read else []
    command += ["--convert-to", to, "--outdir", str(out), *(str(folder / name) for name in files)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    found = sorted(out.iterdir())
    assert found, "LibreOffice made nothing of it"
    return found
