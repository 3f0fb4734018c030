"""mycap's text of DNS messages over UDP and TCP and of multicast DNS, beside tcpdump's."""
import random
import struct
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

FIRST_NAME = b'\xc0\x0c'  # a pointer to the name behind the header
FLAGS = ([], ['-v'], ['-vv'], ['-vvv'])


def name(text):
    labels = [label.encode('latin-1') for label in text.split('.') if label]
    return b''.join(bytes([len(label)]) + label for label in labels) + b'\0'


def question(owner, kind=1, klass=1):
    return (owner if isinstance(owner, bytes) else name(owner)) + struct.pack('!HH', kind, klass)


def record(owner, kind, data, klass=1, ttl=300):
    owner = owner if isinstance(owner, bytes) else name(owner)
    return owner + struct.pack('!HHIH', kind, klass, ttl, len(data)) + data


def message(flags=0x8180, questions=(), answers=(), authorities=(), additionals=(), ident=4660):
    sections = (questions, answers, authorities, additionals)
    return struct.pack('!HHHHHH', ident, flags, *map(len, sections)) + b''.join(map(b''.join, sections))


def option(code, data):
    return struct.pack('!HH', code, len(data)) + data


def over_udp(data, sport=53, dport=4000):
    return frames.ethernet(frames.udp(data, sport, dport))


def over_tcp(data):
    return frames.ethernet(frames.tcp(struct.pack('!H', len(data)) + data, 53, 4000))


def answer(kind, data, **more):
    return over_udp(message(0x8180, [question('a')], [record(FIRST_NAME, kind, data, **more)]))


TARGET = name('x.y')
RECORDS = (
    (1, b'\1\2\3\4'), (1, b'\1\2\3'), (2, TARGET), (5, b'\3www' + FIRST_NAME), (12, TARGET), (39, TARGET),
    (6, TARGET + b'\1h' + FIRST_NAME + struct.pack('!IIIII', 1, 2, 3, 4, 5)), (15, b'\0\5' + TARGET),
    (16, b'\3abc\2d\xe9'), (16, b''), (16, b'\5a'), (99, b'\3abc'), (33, b'\0\1\0\2\0\3' + TARGET),
    (28, bytes(range(16))), (28, b'abc'), (38, b'\x40' + bytes(8) + TARGET), (38, b'\x80' + TARGET), (38, b'\x81'),
    (38, b'\0' + bytes(16)), (104, b'hello'), (256, b'\0\1\0\2http://x'), (256, b'\0\1'), (46, bytes(30)),
    (48, bytes(10)), (43, bytes(10)), (47, TARGET + bytes(4)), (44, bytes(8)), (257, b'\0\5issuex'), (65, b'\0\1\0'),
    (250, TARGET + b'\0\0\1\2\3\4\1\x2c\0\4abcd\0\7\0\0\0\0'), (2, b''), (4711, b'abc'))
OPTIONS = tuple(option(code, data) for code, data in (
    (3, b'id'), (5, b'\1\5\x0d'), (6, b'\1\2'), (7, b'\1'), (8, b'\0\1\x18\0\1\2\3'), (8, b'\0\2\x38\0\1\2\3\4\5\6\7'),
    (8, b'\0\3\0\0'), (9, b'\0\0\1\0'), (9, b'\1'), (10, b'01234567'), (10, b'0123456789abcdef'), (10, b'1'),
    (11, b'\0\x64'), (11, b''), (12, bytes(5)), (13, TARGET), (13, FIRST_NAME), (14, b'\0\1\0\2'), (14, b'\0'),
    (15, b'\0\x12err'), (16, b'ab')))
NAMES = ('www.example.com', 'a', '', '\xe9t\xe9.\x01x', b'\x41\x08\xab\2zz\0', b'\x41\x03\xab\0', b'\xc0\x20', b'\x81a')


class Dns(unittest.TestCase):
    def setUp(self):
        self.chance = random.Random(5)

    def records(self, count):
        return [record(self.chance.choice((FIRST_NAME, 'foo.bar', b'\0')), *self.chance.choice(RECORDS),
                       klass=self.chance.choice((1, 1, 3, 255, 0x8001)),
                       ttl=self.chance.choice((0, 59, 86400, 1234567, 0xffffffff))) for _ in range(count)]

    def any_message(self):
        pick = self.chance.choice
        questions = [question(pick(NAMES), pick((1, 28, 255, 6, 65, 252)), pick((1, 1, 255, 0x8001, 7)))
                     for _ in range(pick((1, 1, 1, 0, 2)))]
        extra = self.records(pick((0, 1)))
        if self.chance.random() < .5:
            extra.append(record('', 41, b''.join(self.chance.sample(OPTIONS, self.chance.randrange(4))),
                                pick((512, 1232)), pick((0, 0x8000, 0x01000000))))
        flags = pick((0x0100, 0x8180, 0x8583, 0x2800, 0xa800, 0x0900, self.chance.randrange(65536)))
        return message(flags, questions, self.records(pick((0, 1, 2, 3))), self.records(pick((0, 0, 1))), extra)

    def any_frame(self):
        wrap = self.chance.choice((over_udp, over_tcp, lambda data: over_udp(data, 5353, 5353)))
        return wrap(self.any_message())

    def test_numbers_with_names(self):
        kinds = [over_udp(message(0x0100, [question('a', n)])) for n in (*range(300), 32768, 65535)]
        classes = [over_udp(message(0x0100, [question('a', 1, n)])) for n in (*range(6), 254, 255, 256, 32769)]
        flags = [over_udp(message(top | 1 << bit, [question('a')])) for top in (0, 0x8000) for bit in range(15)]
        rcodes = [over_udp(message(0x8080 | n & 15, [question('a')], additionals=[record('', 41, b'', 1232, n >> 4 << 24)]))
                  for n in range(40)]
        opcodes = [over_udp(message(top | n << 11, [question('a')])) for top in (0, 0x8000) for n in range(16)]
        assert_like_peer(kinds + classes + flags + rcodes + opcodes)

    def test_records(self):
        assert_like_peer([answer(kind, data) for kind, data in RECORDS], FLAGS)

    def test_options(self):
        assert_like_peer([over_udp(message(0x8180, [question('a')], additionals=[record('', 41, data, 1232, ttl)]))
                          for data in OPTIONS for ttl in (0, 0x8000)], FLAGS)

    def test_names(self):
        assert_like_peer([over_udp(message(0x0100, [question(owner)])) for owner in NAMES], FLAGS)

    def test_sections_and_transports(self):
        assert_like_peer([self.any_frame() for _ in range(300)], FLAGS)

    def test_multicast_over_ipv6(self):
        packet = frames.udp(message(0x8400, [], [record('a.local', 28, bytes(16), 0x8001)]), 5353, 5353, 'fe80::1', 'ff02::fb')
        assert_like_peer([frames.ethernet(packet)], FLAGS)

    def test_lengths_over_tcp(self):
        data = message(0x0100, [question('a')])
        assert_like_peer([frames.ethernet(frames.tcp(stream, 53, 4000)) for stream in
                          (b'\0', b'\0\5', b'\0\x13' + data, b'\0\x12' + data, (b'\0\x13' + data) * 2, b'\0\x13' + data[:9])])

    def test_short_messages(self):
        data = message(0x0100, [question('a')])
        assert_like_peer([over_udp(data[:n]) for n in range(len(data))], FLAGS)

    def test_cut_and_broken(self):
        packets = []
        for _ in range(12):
            frame = self.any_frame()
            packets += frames.truncations(frame, 54, 2) + frames.corruptions(frame, 80, 54 if frame[23] == 6 else 42)
        assert_like_peer(packets, ([], ['-vv'], ['-vvv']))


if __name__ == '__main__':
    unittest.main()
