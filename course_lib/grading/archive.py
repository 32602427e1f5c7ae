"""Zip files as people's programs make them: names in any encoding, also where the zip claims another one."""

import io
import struct
import zipfile
from pathlib import Path

UTF_8 = 0x800  # the flag by which an entry says that its name is UTF-8
HEAD, HEADER = (
    b"PK\1\2",
    46,
)  # of an entry in the table at the zip's end: how it begins, and its length without the name

LOCAL_HEAD, LOCAL = b"PK\3\4", 30  # and the head before an entry's data, which says the same again


def opened(file: Path) -> zipfile.ZipFile:
    """The archive; where a name is not in the encoding that it claims, all names come as plain bytes, see `decoded`."""
    try:
        return zipfile.ZipFile(file)
    except UnicodeDecodeError:
        return zipfile.ZipFile(Unflagged(file))


class Unflagged(io.FileIO):
    """A zip file in which no entry claims that its name is UTF-8: zipfile gives up all for one wrong name."""

    def read(self, size: int | None = -1) -> bytes:  # type: ignore[override]
        data = super().read(-1 if size is None else size) or b""
        if size == LOCAL and data.startswith(LOCAL_HEAD):
            return data[:7] + bytes([data[7] & ~(UTF_8 >> 8) & 0xFF]) + data[8:]
        return unflagged(data) if data.startswith(HEAD) else data


def unflagged(table: bytes) -> bytes:
    """The table of entries without the flag."""
    changed, place = bytearray(table), 0
    while table[place : place + 4] == HEAD and place + HEADER <= len(table):
        changed[place + 9] &= ~(UTF_8 >> 8) & 0xFF
        place += HEADER + sum(struct.unpack_from("<HHH", table, place + 28))  # name, extra field, comment
    return bytes(changed)


def decoded(entry: zipfile.ZipInfo) -> str:
    """An entry's name: older programs write it in the system's encoding, on Chinese systems GBK."""
    name = entry.filename
    if not entry.flag_bits & UTF_8:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            return name.replace("\\", "/")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")
