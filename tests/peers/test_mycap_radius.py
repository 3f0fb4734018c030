"""mycap's text of RADIUS beside tcpdump's: all codes, all attributes with values of many lengths, and what is wrong."""
import struct
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

FLAGS = ([], ['-v'], ['-vv'])
DATA = [b'abcd', b'\0\0\0\1', b'\0\0\0\x0c', b'a', b'', b'\0\xff', bytes(range(8)), b'\x01abc', b'\0\x40\x20\x01\x0d\xb8\0\1\0\2',
        b'\x20\x01\x0d\xb8' + bytes(11) + b'\1', b'\xff\xff\xff\xff', b'\xff\xff\xff\xfe', bytes(range(14)), bytes(range(17)),
        b'\0\x20' + b'\1' * 17, b'\0\x81']
STAMP = struct.pack('!Q', 0x83aa7e8000000000)


def attribute(kind, value):
    return bytes([kind, len(value) + 2]) + value


def message(code, *attributes):
    body = b''.join(attributes)
    return struct.pack('!BBH', code, 7, 20 + len(body)) + bytes(range(16)) + body


def packet(body, sport=4000, dport=1812):
    return frames.ethernet(frames.udp(body, sport, dport))


def request(kind, value):
    return packet(message(1, attribute(kind, value)))


CODES = [packet(message(code, attribute(1, b'user'))) for code in range(256)]
VALUES = [request(kind, value) for kind in range(140) for value in DATA]
NUMBERS = [request(kind, struct.pack('!I', n)) for kind in (6, 7, 10, 13, 15, 29, 40, 45, 49, 56, 57, 61, 64, 65, 72, 76, 83)
           for n in (*range(35), 0x1f000003, 0x31000007)]
NUMBERS += [request(101, struct.pack('!I', n)) for n in (*range(200, 204), *range(400, 408), *range(500, 508))]
NUMBERS += [request(27, struct.pack('!I', n)) for n in (59, 60, 3599, 3600, 86400)]
VENDORS = [request(26, struct.pack('!I', vendor) + rest) for vendor in (0, 9, 311, 10415, 14988)
           for rest in (b'', b'\1', b'\1\6abcd\2\4xy', b'\1\1x', b'\2\x20abc', b'\x0a\6ab\0\1')]
PLACES = [request(127, struct.pack('!HBB', 5, code, code) + STAMP + STAMP + text) for code in range(3) for text in (b'', b'wifi')]
PLACES += [request(129, struct.pack('!H', flags) + STAMP + text) for flags in (0, 1, 0x8000, 0xffff) for text in (b'', b'note')]
PLACES += [request(124, struct.pack('!Q', 1 << bit)) for bit in range(64)] + [request(126, bytes([n]) + b'name') for n in b'01234']
PLACES += [request(125, b'\x40' + bytes(range(16)))]
EAP = [request(79, e) for e in (b'\1\1\0\5\1', b'\2\1\0\x09\1user', b'\3\0\0\4', b'\1\1\0\6\4x', b'\2\1\0\x0c\1user')]
WRONG = [packet(message(1, attribute(1, b'u'), tail)) for tail in (b'\1\1', b'\1\0', b'\1', b'\1\x30abc')]
WRONG += [packet(b'\1\2'), packet(message(1)[:19]), packet(struct.pack('!BBH', 1, 1, 10) + bytes(16)), packet(message(1) + b'xy'),
          packet(struct.pack('!BBH', 1, 1, 100) + bytes(16) + attribute(1, b'u'))]
PORTS = [packet(message(1), 9, port) for port in (1645, 1646, 1813, 3799, 1814)] + [packet(message(2), 1812, 9)]


class Radius(unittest.TestCase):
    def test_codes_and_ports(self):
        assert_like_peer(CODES + PORTS, ([], ['-v'], ['-q']))

    def test_values(self):
        assert_like_peer(VALUES + NUMBERS, (['-v'],))

    def test_vendors_places_and_eap(self):
        assert_like_peer(VENDORS + PLACES + EAP + WRONG, FLAGS)

    def test_cut_captures(self):
        cut = [f for p in (VENDORS[2], PLACES[1], PLACES[7], EAP[1], NUMBERS[0], WRONG[0]) for f in frames.truncations(p, 42)]
        assert_like_peer(cut, FLAGS)


if __name__ == '__main__':
    unittest.main()
