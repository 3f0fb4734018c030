"""mycap's text of OSPF for IPv4 and IPv6 beside tcpdump's."""
import ipaddress
import struct
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

ROUTER, NEIGHBOR, MASK = b'\1\1\1\1', b'\2\2\2\2', b'\xff\xff\xff\0'


def packet(kind, body, authentication=0, data=b'\0' * 8, area=0, version=2, tail=b''):
    header = struct.pack('!BBH4sIHH8s', version, kind, 24 + len(body), ROUTER, area, 0, authentication, data)
    return frames.ethernet(frames.ipv4(header + body + tail, 89))


def packet6(kind, body, area=0, instance=0, tail=b''):
    header = struct.pack('!BBH4sIHBB', 3, kind, 16 + len(body), ROUTER, area, 0, instance, 0)
    return frames.ethernet(frames.ipv6(header + body + tail, 89))


def lsa(kind, body, ident=NEIGHBOR):
    return struct.pack('!HBB4s4sIHH', 5, 2, kind, ident, ROUTER, 0x80000001, 0xabcd, 20 + len(body)) + body


def lsa6(kind, body):
    return struct.pack('!HH4s4sIHH', 5, kind, NEIGHBOR, ROUTER, 0x80000001, 0xabcd, 20 + len(body)) + body


def tlv(kind, value):
    return struct.pack('!HH', kind, len(value)) + value + b'\0' * (-len(value) % 4)


def prefix(text, options=0, metric=10):
    network = ipaddress.ip_network(text)
    return struct.pack('!BBH', network.prefixlen, options, metric) + \
        network.network_address.packed[:(network.prefixlen + 31) // 32 * 4]


def hello(options=2, neighbors=b''):
    return MASK + struct.pack('!HBBI', 10, options, 1, 40) + ROUTER + NEIGHBOR + neighbors


def hello6(options=0x13, neighbors=b''):
    return b'\0\0\0\5' + struct.pack('!IHH', 1 << 24 | options, 10, 40) + ROUTER + b'\0\0\0\0' + neighbors


SPEED = struct.pack('!f', 1e8)
LINK = NEIGHBOR + ROUTER + b'%c\0\0\x0a'
LINK_VALUES = ((1, b'\1'), (2, ROUTER), (3, ROUTER), (5, b'\0\0\0\5'), (6, SPEED), (8, SPEED * 8), (9, b'\0\0\0\xff'),
               (11, ROUTER + NEIGHBOR), (14, b'\3\0\0\0'), (15, b'\1\2\0\0' + SPEED * 8), (17, b'\1\0\0\0' + SPEED),
               (99, b'abcd'))
LSAS = [lsa(1, struct.pack('!BBH', 3, 0, 4) + b''.join(LINK % kind for kind in (1, 2, 3, 4))),
        lsa(1, struct.pack('!BBH', 0x93, 0, 2) + LINK % 9 + LINK % 1), lsa(2, MASK + ROUTER + NEIGHBOR),
        lsa(3, MASK + b'\0\0\0\5\1\0\0\6'), lsa(4, b'\0' * 4 + b'\0\0\0\5'),
        lsa(5, MASK + b'\x80\0\0\5' + ROUTER + b'\0\0\0\1\2\xff\xff\xff' + b'\0' * 8), lsa(7, MASK + b'\0' * 12),
        lsa(6, b'\0\0\0\1' + ROUTER + b'\0\0\0\2' + ROUTER + b'\0\0\0\3' + ROUTER),
        lsa(10, tlv(1, ROUTER) + tlv(2, b''.join(tlv(*value) for value in LINK_VALUES)), b'\1\0\0\1'),
        lsa(10, tlv(2, tlv(6, b'abcde')), b'\1\0\0\1'), lsa(10, tlv(1, b'ab'), b'\1\0\0\1'),
        lsa(9, tlv(1, b'\0\0\0\x78') + tlv(2, b'\1') + tlv(3, ROUTER) + tlv(9, b'abc'), b'\3\0\0\0'),
        lsa(11, tlv(1, b'\0\0\0\xf0') + tlv(5, b'abcd'), b'\4\0\0\0'), lsa(11, b'abcdef', b'\x09\0\0\0'),
        lsa(20, b'abcd')]
LLS = b'\xff\xf6\0\3\0\1\0\4\0\0\0\3'
PACKETS = [packet(1, hello()), packet(1, hello(neighbors=NEIGHBOR * 2), area=1), packet(1, hello(), 1, b'secret\0\0'),
           packet(1, hello(), 2, b'\0\0\1\x10\0\0\0\x05', tail=b'd' * 16), packet(1, hello(), 7),
           packet(1, hello(), version=9), packet(9, b''), packet(1, hello(0xff), tail=LLS),
           packet(2, b'\5\xdc\x42\7\0\0\0\5'), packet(2, b'\0\0\x52\x0f\0\0\0\5' + b''.join(l[:20] for l in LSAS)),
           packet(3, b'\0\0\0\1' + ROUTER + NEIGHBOR + b'\0\0\0\x0a' + ROUTER + NEIGHBOR),
           packet(5, b''.join(l[:20] for l in LSAS)), packet(5, b''), packet(4, struct.pack('!I', 9) + b''.join(LSAS[:9]))]
PACKETS += [packet(4, struct.pack('!I', 1) + l) for l in LSAS]

LINK6 = b'%c\0\0\x0a\0\0\0\1\0\0\0\2' + NEIGHBOR
LINK_LOCAL = ipaddress.ip_address('fe80::1').packed
LSAS6 = [lsa6(0x2001, b'\3\0\0\x13' + LINK6 % 1 + LINK6 % 2 + LINK6 % 4), lsa6(0x2001, b'\x1f\0\1\x13' + LINK6 % 3),
         lsa6(0x2002, b'\0\0\0\x13' + ROUTER + NEIGHBOR),
         lsa6(0x2003, b'\0\0\0\x0a' + prefix('2001:db8::/64') + prefix('::/0', 3)),
         lsa6(0x2004, b'\0\0\0\x13\0\0\0\x0a' + ROUTER), lsa6(0x4005, b'\4\0\0\x14' + prefix('2001:db8:1::/48', 0, 0)),
         lsa6(0x4005, b'\7\0\0\x14' + prefix('2001:db8::/48', 0, 0x2001) + LINK_LOCAL + b'\0\0\0\7' + ROUTER),
         lsa6(8, b'\1\0\0\x13' + LINK_LOCAL + b'\0\0\0\1' + prefix('2001:db8::/63', 2, 0)),
         lsa6(0x2009, b'\0\1\x20\1\0\0\0\0' + ROUTER + prefix('2001:db8::1/128', 2, 0)), lsa6(0xa00b, b'abcdef')]
TRAILER = b'\0\1\0\x20\0\0\0\1\0\0\0\0\0\0\0\5' + b'a' * 16
PACKETS6 = [packet6(1, hello6()), packet6(1, hello6(neighbors=NEIGHBOR * 2), 1, 5), packet6(9, b''),
            packet6(1, hello6(0x213), tail=b'\xff\xf6\0\x0c' + b'x' * 8), packet6(1, hello6(0x413), tail=TRAILER),
            packet6(2, struct.pack('!IHBBI', 0x13, 1500, 0, 7, 5) + b''.join(l[:20] for l in LSAS6)),
            packet6(3, struct.pack('!HH', 0, 0x2001) + ROUTER + NEIGHBOR), packet6(5, b''.join(l[:20] for l in LSAS6)),
            packet6(4, struct.pack('!I', len(LSAS6)) + b''.join(LSAS6))]
PACKETS6 += [packet6(4, struct.pack('!I', 1) + l) for l in LSAS6]


class Ospf(unittest.TestCase):
    def test_version_2(self):
        assert_like_peer(PACKETS)

    def test_version_3(self):
        assert_like_peer(PACKETS6)

    def test_cut_captures(self):
        cut = [frame for p in (PACKETS[1], PACKETS[2], PACKETS[9], PACKETS[13]) for frame in frames.truncations(p, 34)]
        assert_like_peer(cut, ([], ['-v']))

    def test_cut_captures_of_version_3(self):
        cut = [frame for p in (PACKETS6[1], PACKETS6[4], PACKETS6[5], PACKETS6[8]) for frame in frames.truncations(p, 54)]
        assert_like_peer(cut, ([], ['-vv']))


if __name__ == '__main__':
    unittest.main()
