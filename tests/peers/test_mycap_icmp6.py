"""mycap's text of ICMPv6: errors, neighbour discovery with its options, listener discovery, node information,
renumbering and RPL, beside tcpdump's."""
import ipaddress
import random
import struct
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

TARGET = ipaddress.ip_address('2001:db8::5').packed
OTHER = ipaddress.ip_address('fe80::9').packed


def icmp6(kind, code=0, body=b'', source='fe80::1', destination='ff02::1'):
    message = struct.pack('!BBH', kind, code, 0) + body
    pseudo = ipaddress.ip_address(source).packed + ipaddress.ip_address(destination).packed + \
        struct.pack('!II', len(message), 58)
    message = message[:2] + struct.pack('!H', frames.checksum(pseudo + message)) + message[4:]
    return frames.ethernet(frames.ipv6(message, 58, source, destination, 255))


def quoted(next_header, payload):
    return frames.ipv6(payload, next_header, '2001:db8::1', '2001:db8::2')


def option(kind, data):
    data += bytes((-len(data) - 2) % 8)
    return bytes([kind, (len(data) + 2) // 8]) + data


def name(text):
    return b''.join(bytes([len(part)]) + part.encode() for part in text.split('.')) + b'\0'


PORTS = struct.pack('!HHHH', 1000, 2000, 8, 0)
QUOTED = (
    quoted(17, PORTS), quoted(6, struct.pack('!HH', 80, 81) + bytes(16)), quoted(58, bytes(8)), quoted(0, b'\x11\0' + bytes(6) + PORTS),
    quoted(44, b'\x11\0\0\0\0\0\0\1' + PORTS), quoted(44, b'\x11\0\0\x08\0\0\0\1' + PORTS),
    quoted(51, b'\x06\4' + bytes(22) + PORTS), quoted(60, b'\x2b\1' + bytes(14) + b'\6\0' + bytes(6) + PORTS))
OPTIONS = (
    option(1, b'\2\0\0\0\0\1'), option(2, bytes(range(14))), option(5, bytes(2) + struct.pack('!I', 1500)),
    option(5, bytes(2) + struct.pack('!I', 1500) + bytes(8)), option(4, bytes(6) + quoted(17, PORTS)),
    *(option(3, bytes([64, flags]) + struct.pack('!III', valid, 600, 0) + TARGET)
      for flags in (0, 0xe0) for valid in (0, 0xffffffff)),
    option(7, bytes(2) + struct.pack('!I', 900)), option(8, struct.pack('!HHH', 0, 3, 1800)),
    *(option(24, bytes([48, flags]) + struct.pack('!I', 600) + bytes(range(8 * n)))
      for flags in (0, 8, 16, 24) for n in (0, 1, 2, 3)),
    *(option(25, bytes(2) + struct.pack('!I', 600) + TARGET * n) for n in (0, 1, 2)),
    *(option(31, bytes(2) + struct.pack('!I', 600) + names)
      for names in (name('example.com'), name('a.b') + name('c'), b'', b'\5ab')),
    option(14, bytes(6)), option(200, bytes(14)), b'\1\0' + bytes(6), b'\1\xff' + bytes(6))


class Icmp6(unittest.TestCase):
    def setUp(self):
        self.chance = random.Random(7)

    def options(self):
        return b''.join(self.chance.sample(OPTIONS, self.chance.randrange(4)))

    def discovery(self):
        flags = self.chance.randrange(256)
        return [icmp6(133, 0, bytes(4) + self.options()),
                icmp6(134, 0, struct.pack('!BBHII', 64, flags, 1800, 5, 6) + self.options()),
                icmp6(135, 0, bytes(4) + TARGET + self.options()),
                icmp6(136, 0, struct.pack('!BBH', flags, 0, 0) + TARGET + self.options()),
                icmp6(137, 0, bytes(4) + TARGET + OTHER + self.options()),
                icmp6(147, 0, struct.pack('!HBB', 7, flags, 0) + self.options())]

    @staticmethod
    def listeners():
        queries = [icmp6(130, 0, struct.pack('!HH', delay, 0) + TARGET + rest)
                   for delay in (0, 500, 10000, 0x8010, 0xffff)
                   for rest in (b'', b'\0\0', b'\x0a\x7d\0\0', b'\x07\xff\0\2' + TARGET * 2, b'\0\x80\0\3' + TARGET)]
        records = [bytes([kind, 0]) + struct.pack('!H', claimed) + TARGET + OTHER * n
                   for kind in range(8) for n, claimed in ((0, 0), (2, 2), (1, 2))]
        reports = [icmp6(143, 0, struct.pack('!HH', 0, claimed) + record)
                   for record in records for claimed in (0, 1, 2)]
        return queries + reports + [icmp6(kind, 0, bytes(4) + TARGET) for kind in (131, 132)]

    @staticmethod
    def node_information():
        bodies = (b'', TARGET, b'\1\2\3\4', name('host.example'), name('h') + b'\0', b'\4host', b'\x20abc',
                  bytes(4) + name('host'), bytes(4) + b'\4host', (struct.pack('!I', 60) + TARGET) * 2)
        return [icmp6(kind, code, struct.pack('!HH', qtype, flags) + bytes(8) + body)
                for kind in (139, 140) for code in range(4) for qtype in range(5) for flags in (0, 0x7f) for body in bodies]

    @staticmethod
    def renumbering():
        match = [bytes([op, length, 7, 48, 16, 64, 0, 0]) + TARGET for op in range(1, 5) for length in (3, 7, 5)]
        use = bytes([8, 16, 0xff, 0xc0]) + struct.pack('!II', 0xffffffff, 99) + b'\xc0\0\0\0' + OTHER
        return [icmp6(138, code, struct.pack('!IBBHI', 7, 1, flags, 5, reserved) + part + use)
                for code in (0, 1, 7, 255) for flags in (0, 0xf8) for reserved in (0, 3) for part in match]

    @staticmethod
    def rpl():
        options = (b'', b'\0\0', b'\1\0', b'\5\x12' + bytes(18), b'\4\x0eabc', b'\x0f\1x')
        heads = ((1, struct.pack('!BBHBBBB', 42, 5, 256, mode, 7, 0, 0) + TARGET) for mode in (0, 0x8a, 0x13, 0x38))
        objects = (*heads, (2, b'\1\xc0\7\5' + TARGET), (2, b'\1\0\7\5'), (3, b'\1\x80\7\5' + TARGET), (3, b'\1\0\7\5'),
                   (0, bytes(4)), (9, bytes(4)), (0x81, bytes(20)))
        return [icmp6(155, code, body + rest) for code, body in objects for rest in options]

    def test_every_type_and_code(self):
        assert_like_peer([icmp6(kind, 0, body) for kind in range(256) for body in (b'', bytes(4), bytes(60))] +
                         [icmp6(kind, code, bytes(4) + QUOTED[0]) for kind in (1, 2, 3, 4) for code in range(10)])

    def test_errors(self):
        assert_like_peer([icmp6(1, code, bytes(4) + packet) for code in range(5) for packet in QUOTED])

    def test_neighbour_discovery(self):
        assert_like_peer([icmp6(133, 0, bytes(4) + one) for one in OPTIONS] +
                         [frame for _ in range(60) for frame in self.discovery()])

    def test_listener_discovery(self):
        assert_like_peer(self.listeners())

    def test_node_information(self):
        assert_like_peer(self.node_information())

    def test_renumbering(self):
        assert_like_peer(self.renumbering())

    def test_rpl(self):
        assert_like_peer(self.rpl())

    def test_short_messages(self):
        packets = [icmp6(kind, 0, bytes(40)) for kind in (1, 128, 133, 134, 135, 138, 139, 140, 143, 155)]
        assert_like_peer([frame[:18] + struct.pack('!H', n) + frame[20:54 + n] for frame in packets for n in range(30)])

    def test_cut_and_broken(self):
        pools = (self.discovery(), self.listeners(), self.node_information(), self.renumbering(), self.rpl(),
                 [icmp6(1, 4, bytes(4) + packet) for packet in QUOTED])
        packets = []
        for pool in pools:
            for frame in self.chance.sample(pool, 3):
                packets += frames.truncations(frame, 54) + frames.corruptions(frame, 60, 54)
        assert_like_peer(packets)


if __name__ == '__main__':
    unittest.main()
