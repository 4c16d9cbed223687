"""A valid Opus clip made of silence, as large as a recorded voice: the starter course has none."""

import random
import struct
from collections.abc import Iterator

SECOND = 50  # packets of 20 ms
RATE = 48_000  # samples a second, of which Opus counts
SILENT = bytes([0xFB, 0x41, 35, 0xFF, 0xFE])  # a frame, to be followed by 35 bytes that say nothing: 16 kbit/s
HEAD = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, RATE, 0, 0)
TAGS = b"OpusTags" + struct.pack("<I", 6) + b"Onward" + struct.pack("<I", 0)


def opus(seconds: int) -> bytes:
    """An Ogg file with one Opus stream of so many seconds."""
    return b"".join(_pages(seconds))


def _pages(seconds: int) -> Iterator[bytes]:
    yield _page(0, 0, 2, [HEAD])
    yield _page(1, 0, 0, [TAGS])
    chance = random.Random(7)  # it cannot be compressed, as a voice cannot
    for second in range(1, seconds + 1):
        packets = [SILENT + chance.randbytes(35) for _ in range(SECOND)]
        yield _page(1 + second, second * RATE, 4 if second == seconds else 0, packets)


def _page(number: int, sample: int, kind: int, packets: list[bytes]) -> bytes:
    lengths = bytes(len(packet) for packet in packets)  # each is shorter than 255
    head = struct.pack("<4sBBqIII", b"OggS", 0, kind, sample, 1, number, 0) + bytes([len(packets)]) + lengths
    page = head + b"".join(packets)
    return page[:22] + struct.pack("<I", _checksum(page)) + page[26:]


def _checksum(data: bytes) -> int:
    """Ogg's CRC."""
    rest = 0
    for byte in data:
        rest ^= byte << 24
        for _ in range(8):
            rest = (rest << 1 ^ (0x04C11DB7 if rest & 0x80000000 else 0)) & 0xFFFFFFFF
    return rest
