"""mycap's text of Multipath TCP's options beside tcpdump's: every subtype, in every length, under every kind of segment."""
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

LENGTHS = (3, 4, 5, 7, 8, 10, 11, 12, 16, 18, 20, 22, 24, 25, 28, 30)


def option(subtype, low, length, flags):
    data = (bytes((30, length, subtype << 4 | low, flags)) + bytes(range(1, 37)))[:length]
    return data + b'\x01' * (-len(data) % 4)


class Options(unittest.TestCase):
    def test_forms(self):
        packets = [frames.ethernet(frames.tcp(b'', 1000, 2000, flags=segment, options=option(subtype, low, n, flags)))
                   for subtype in range(10) for low in (0, 1, 2, 4, 6) for n in LENGTHS
                   for segment in (0x02, 0x12, 0x10, 0x18) for flags in (0, 0x81, 5, 0x1f)]
        assert_like_peer(packets, (['-S'],))

    def test_cut_captures(self):
        join = frames.ethernet(frames.tcp(b'', 1000, 2000, flags=2, options=option(1, 1, 12, 9)))
        assert_like_peer(frames.truncations(join, 54), ([], ['-v']))


if __name__ == '__main__':
    unittest.main()
