"""The public file of an election, `.bel`: an old-style tar that only ever grows (section 4.4).

The first file, BELENIOS, gives one timestamp for the whole archive. Every other bears the SHA-256 of its
content: `….data.json` or `….event.json`. Written here byte for byte as the reference tool writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.votes.urn.canonical import dumps, hexadecimal, loads, record
from app.votes.urn.faults import InvalidUrn

BLOCK = 512
HEADER = "BELENIOS"
MAGIC = b"BELENIOS\0"
"""How every archive begins."""
_NAME = re.compile(r"[0-9a-f]{64}\.(?:data|event)\.json", re.ASCII)
_OCTAL = re.compile(rb"[0-7]+")


@dataclass(frozen=True)
class Member:
    """One file: `event` says which of the two kinds it is."""

    content: bytes
    event: bool = False

    @property
    def hash(self) -> str:
        """What other files call it by."""
        return hexadecimal(self.content)

    @property
    def name(self) -> str:
        """Its name in the archive."""
        return f"{self.hash}.{'event' if self.event else 'data'}.json"


def opening(timestamp: int) -> bytes:
    """The first bytes of an archive."""
    return _entry(HEADER, dumps({"version": 1, "timestamp": str(timestamp)}).encode(), timestamp)


def entry(member: Member, timestamp: int) -> bytes:
    """The bytes by which `member` is appended to the archive that began at `timestamp`."""
    return _entry(member.name, member.content, timestamp)


def read(data: bytes) -> tuple[int, list[Member]]:
    """The timestamp and the files. Raises InvalidUrn when a byte is not where it should be."""
    entries = _entries(data)
    try:
        name, content = next(entries)
    except StopIteration:
        raise InvalidUrn("no_header") from None
    timestamp = _timestamp(name, content)
    return timestamp, [_member(name, content) for name, content in entries]


def _timestamp(name: str, content: bytes) -> int:
    if name != HEADER:
        raise InvalidUrn("no_header")
    header = record(loads(content), ("version", "timestamp"))
    if header["version"] != 1:
        raise InvalidUrn("unknown_version")
    timestamp = header["timestamp"]
    if not isinstance(timestamp, str) or not re.fullmatch("[0-9]{1,11}", timestamp, re.ASCII):
        raise InvalidUrn("no_header")
    return int(timestamp)


def _member(name: str, content: bytes) -> Member:
    if not _NAME.fullmatch(name):
        raise InvalidUrn("unknown_file", name[:80])
    member = Member(content, event=name.endswith(".event.json"))
    if member.name != name:
        raise InvalidUrn("wrong_hash", name[:12])
    return member


def _entry(name: str, content: bytes, timestamp: int) -> bytes:
    return _tar_header(name, len(content), timestamp) + content + bytes(-len(content) % BLOCK)


def _tar_header(name: str, size: int, timestamp: int) -> bytes:
    before = name.encode().ljust(100, b"\0") + b"0000644\0" + b"0000000\0" * 2
    before += b"%011o\0%011o\0" % (size, timestamp)
    after = b"0".ljust(BLOCK - 156, b"\0")
    return before + b"%06o\0 " % (sum(before) + sum(after) + 8 * ord(" ")) + after


def _entries(data: bytes) -> Iterator[tuple[str, bytes]]:
    start = 0
    while start < len(data):
        head = data[start : start + BLOCK]
        if len(head) < BLOCK:
            raise InvalidUrn("truncated")
        size = int(found[0], 8) if (found := _OCTAL.match(head[124:135])) else 0
        content = data[start + BLOCK : start + BLOCK + size]
        end = start + BLOCK + size + -size % BLOCK
        if end > len(data):
            raise InvalidUrn("truncated")
        name = head[:100].rstrip(b"\0").decode("ascii", "replace")
        timestamp = int(found[0], 8) if (found := _OCTAL.match(head[136:147])) else 0
        if data[start:end] != _entry(name, content, timestamp):
            raise InvalidUrn("not_canonical_tar", name[:12])
        yield name, content
        start = end
