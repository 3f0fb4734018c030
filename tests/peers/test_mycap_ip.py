"""mycap's text of IPv4, IPv6, ICMP, UDP and TCP beside tcpdump's: good packets, every cut of them, and broken ones."""
import struct
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

# Ports that stay unknown to both when a byte of them is broken.
PORTS = (0x9c9c, 0x9999)
QUOTED = frames.udp(b'abcd', *PORTS)


def icmp(kind, code, body):
    message = struct.pack('!BBH', kind, code, 0) + body
    return frames.ethernet(frames.ipv4(message[:2] + struct.pack('!H', frames.checksum(message)) + message[4:], 1))


def plain_udp(payload=b'abcd'):
    return struct.pack('!HHHH', *PORTS, 8 + len(payload), 0) + payload


def options(*parts):
    data = b''.join(parts)
    return data + b'\0' * (-len(data) % 4)


class Ipv4(unittest.TestCase):
    def test_headers(self):
        packets = [frames.ipv4(plain_udp(), 17, fragment=f, ttl=t) for f in (0, 0x2000, 0x4000, 0xe010, 0x00b9)
                   for t in (0, 1, 64)]
        packets += [frames.ipv4(plain_udp(), proto) for proto in (2, 4, 41, 47, 99, 250, 255)]
        assert_like_peer([frames.ethernet(p) for p in packets])

    def test_options(self):
        route = b'\x0a\0\0\1\x0a\0\0\2'
        lists = [options(b'\x07\x0b' + bytes([p]) + route) for p in (0, 3, 4, 8, 12, 200)]
        lists += [options(bytes([kind, 11, 4]) + route) for kind in (131, 137, 82, 99)]
        lists += [options(b'\x44\x0c\x05' + bytes([flag]) + route) for flag in (0, 1, 3, 7, 0x50, 0x51)]
        lists += [options(b'\x94\x04\0\0'), options(b'\x94\x04\0\1'), options(b'\x01\x01\x00'), options(b'\x07\x01')]
        assert_like_peer([frames.ethernet(frames.ipv4(plain_udp(), 17, options=o)) for o in lists])

    def test_cut_and_broken(self):
        frame = frames.ethernet(frames.ipv4(plain_udp(), 17, options=options(b'\x07\x0b\x08' + bytes(8))))
        assert_like_peer(frames.truncations(frame) + frames.corruptions(frame, 400, 14))


class Ipv6(unittest.TestCase):
    HOP_BY_HOP = b'\x11\0\x05\x02\0\0\x01\0'
    ROUTING = bytes([17, 2, 0, 1, 0, 0, 0, 0]) + bytes(range(16))
    SEGMENTS = bytes([17, 4, 4, 1, 1, 0, 0, 7]) + bytes(range(32))
    FRAGMENT = bytes([17, 0, 0, 1, 0xde, 0xad, 0xbe, 0xef])

    def headers(self):
        return [(0, self.HOP_BY_HOP), (60, self.HOP_BY_HOP), (43, self.ROUTING), (43, self.SEGMENTS), (44, self.FRAGMENT),
                (60, b'\x11\x02\xc9\x10' + bytes(20)), (0, b'\x11\0\xc2\4\0\1\0\0')]

    def test_extension_headers(self):
        assert_like_peer([frames.ethernet(frames.ipv6(h + plain_udp(), n)) for n, h in self.headers()])

    def test_next_headers(self):
        assert_like_peer([frames.ethernet(frames.ipv6(plain_udp(), n)) for n in (1, 2, 4, 6, 17, 41, 59, 99, 255)])

    def test_a_frame_is_carried_by_ipv6_only(self):
        frame = frames.ethernet(frames.ipv4(plain_udp(), 17))
        outer = frames.ethernet(frames.ipv6(frame, 143))
        assert_like_peer([frames.ethernet(frames.ipv4(frame, 143)), *frames.truncations(outer, 14)])

    def test_cut_and_broken(self):
        for number, header in self.headers():
            frame = frames.ethernet(frames.ipv6(header + plain_udp(), number))
            assert_like_peer(frames.truncations(frame, 14) + frames.corruptions(frame, 150, 18))


class Icmp(unittest.TestCase):
    def test_types_and_codes(self):
        assert_like_peer([icmp(kind, code, struct.pack('!HH', 5, 1400) + QUOTED)
                          for kind in range(20) for code in (*range(17), 99)])

    def test_extensions(self):
        quoted = (QUOTED + bytes(128))[:128]
        packets = []
        for entry in (struct.pack('!HBBI', 8, 1, 1, 0x123451ff), struct.pack('!HBBI', 8, 2, 1, 7), struct.pack('!HBB', 0, 1, 1)):
            for version in (0x10, 0x20):
                for length in (0, 32):
                    part = struct.pack('!BBH', version, 0, 0) + entry + bytes(16)
                    part = part[:2] + struct.pack('!H', frames.checksum(part)) + part[4:]
                    packets.append(icmp(11, 0, struct.pack('!BBH', 0, length, 0) + quoted + part))
        assert_like_peer(packets + frames.truncations(packets[2], 14, 5))

    def test_cut_and_broken(self):
        for kind in (0, 3, 5, 9, 11, 14):
            frame = icmp(kind, 3 if kind == 3 else 0, struct.pack('!HH', 2, 5) + QUOTED)
            assert_like_peer(frames.truncations(frame, 30) + frames.corruptions(frame, 60, 34))


class Udp(unittest.TestCase):
    def test_lengths_and_checksums(self):
        packets = [struct.pack('!HHHH', 1000, 2000, length, total) + b'abcd' for length in (0, 4, 8, 10, 12, 40)
                   for total in (0, 0x1234)]
        assert_like_peer([frames.ethernet(wrap(p, 17)) for p in packets for wrap in (frames.ipv4, frames.ipv6)])

    def test_cut(self):
        for source, destination in (('10.0.0.1', '10.0.0.2'), ('fe80::1', 'ff02::1')):
            frame = frames.ethernet(frames.udp(b'abcdefgh', 1, 2, source, destination))
            assert_like_peer(frames.truncations(frame, 14))


class Tcp(unittest.TestCase):
    OPTIONS = (b'\2\4\5\xb4', b'\3\3\7', b'\4\2', b'\5\x0a' + bytes(range(8)), b'\5\x0b' + bytes(9), b'\x08\x0a' + bytes(8), b'\x06\x06abcd',
               b'\x13\x12' + bytes(range(16)), b'\x14\4ab', b'\x1c\4\x80\5', b'\x1d\x08\1\2abcd', b'\x1d\3a', b'\x22\2',
               b'\x22\x0aabcdefgh', b'\x22\5abc', b'\xfe\4\xf9\x89', b'\xfe\6abcd', b'\x63\5abc', b'\2\3\5', b'\1', b'\0')

    def test_options(self):
        assert_like_peer([frames.ethernet(frames.tcp(b'', 1, 2, flags, options=o)) for o in self.OPTIONS for flags in (2, 0x10)])

    def test_flags(self):
        assert_like_peer([frames.ethernet(frames.tcp(b'x' * n, 1, 2, flags)) for flags in range(256) for n in (0, 3)],
                         ([], ['-v'], ['-q']))

    def test_conversations(self):
        a, b = ('10.0.0.1', '10.0.0.2'), ('10.0.0.2', '10.0.0.1')
        packets = [frames.tcp(b'', 40000, 80, 2, 1000, 0, source=a[0], destination=a[1]),
                   frames.tcp(b'', 80, 40000, 0x12, 5000, 1001, source=b[0], destination=b[1]),
                   frames.tcp(b'', 40000, 80, 0x10, 1001, 5001, source=a[0], destination=a[1]),
                   frames.tcp(b'get', 40000, 80, 0x18, 1001, 5001, source=a[0], destination=a[1]),
                   frames.tcp(b'', 80, 40000, 0x10, 5001, 1001, options=b'\5\x0a' + struct.pack('!II', 1001, 1004),
                              source=b[0], destination=b[1]),
                   frames.tcp(b'', 80, 80, 0x10, 7, 9, source=b[0], destination=b[1]),
                   frames.tcp(b'', 80, 80, 0x10, 8, 9, source=a[0], destination=a[1]),
                   frames.tcp(b'', 40000, 80, 2, 90000, 0, source=a[0], destination=a[1])]
        assert_like_peer([frames.ethernet(p) for p in packets], ([], ['-v'], ['-vv'], ['-S'], ['-q'], ['-K', '-v']))

    def test_cut_and_broken(self):
        body = b''.join(self.OPTIONS[i] for i in (0, 2, 5))
        frame = frames.ethernet(frames.tcp(b'hello', *PORTS, 0x14, options=body))
        assert_like_peer(frames.truncations(frame, 14) + frames.corruptions(frame, 400, 34))


if __name__ == '__main__':
    unittest.main()
