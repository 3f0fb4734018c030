"""mycap's text of SCTP, RIP and BFD beside tcpdump's."""
import struct
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

ADDRESS = b'\x0a\0\0\0'
ZERO = b'\0\0\0\0'


def sctp(*chunks):
    return frames.ethernet(frames.ipv4(struct.pack('!HHII', 5000, 6000, 7, 9) + b''.join(chunks), 132))


def chunk(kind, flags, body):
    return struct.pack('!BBH', kind, flags, 4 + len(body)) + body + b'\0' * (-len(body) % 4)


def data(flags, protocol=0, payload=b'hello'):
    return chunk(0, flags, struct.pack('!IHHI', 7, 1, 2, protocol) + payload)


INIT = struct.pack('!IIHHI', 9, 65535, 10, 11, 99)
SACK = chunk(3, 0, struct.pack('!IIHHHHHHI', 5, 1000, 2, 1, 2, 3, 5, 6, 77))
SCTP = [sctp(data(3)), sctp(data(7, 18, b'abcd'), data(0, 99)), sctp(chunk(1, 0, INIT)),
        sctp(chunk(2, 0, INIT + b'\0\7\0\x08abcd')), sctp(SACK, data(3)), sctp(chunk(0, 3, b'ab')), sctp(b'\0\3\0\2'),
        sctp(b'\0\3\0\x50'), sctp(data(3), b'\0\1'), sctp()]
SCTP += [sctp(chunk(kind, 0, b'\0\0\0\5')) for kind in (*range(4, 16), 192, 193, 194, 99)]


def rip(command, version, *entries):
    return frames.ethernet(frames.udp(struct.pack('!BBH', command, version, 0) + b''.join(entries), 520, 520))


def route(family=2, tag=0, mask=b'\xff\0\0\0', hop=ZERO, metric=1):
    return struct.pack('!HH4s4s4sI', family, tag, ADDRESS, mask, hop, metric)


RIP = [rip(command, version, route(), route(0), route(5)) for command in range(12) for version in range(4)]
RIP += [rip(2, 1, route(mask=ZERO), route(0, mask=ZERO)), rip(2, 1, route(mask=ZERO), b'abc'), rip(2, 2, route(), b'abcdef'),
        rip(2, 2, route(mask=b'\xff\0\xff\0', hop=ADDRESS, tag=7)), rip(2, 2, struct.pack('!HH', 0xffff, 9) + b'd' * 16),
        rip(2, 2, struct.pack('!HH16s', 0xffff, 2, b'secret'), route()),
        rip(2, 2, struct.pack('!HHHBBIII', 0xffff, 3, 44, 1, 16, 5, 0, 0), route(), b'\xff\xff\0\1' + b'd' * 16)]


def bfd(version=1, diagnostic=0, state=3, flags=0, extra=b'', port=3784):
    body = struct.pack('!BBBBIIIII', version << 5 | diagnostic, state << 6 | flags, 3, 24 + len(extra), 1, 2, 1000000,
                       50000, 0)
    return frames.ethernet(frames.udp(body + extra, 1024, port))


BFD = [bfd(version, diagnostic, state, flags, port=port) for version in range(3) for diagnostic in (0, 3, 9)
       for state in range(4) for flags in (0, 0x3b) for port in (3784, 3785, 4784, 6784)]
BFD += [bfd(version, flags=4, extra=bytes((kind, length)) + b'\2\0\0\0\0\5' + b'd' * 20) for version in (0, 1)
        for kind in range(7) for length in (3, 9, 16, 24, 28)]


class Signalling(unittest.TestCase):
    def test_sctp(self):
        assert_like_peer(SCTP)

    def test_rip(self):
        assert_like_peer(RIP)

    def test_bfd(self):
        assert_like_peer(BFD, ([], ['-v'], ['-vv'], ['-q']))

    def test_cut_captures(self):
        cut = [frame for packet in (SCTP[1], SCTP[4], BFD[-1]) for frame in frames.truncations(packet, 42)]
        assert_like_peer(cut, ([], ['-v'], ['-vv']))


if __name__ == '__main__':
    unittest.main()
