"""mycap's text of PIM, versions 1 and 2, and of DVMRP beside tcpdump's, whole, cut at every byte and with bytes changed."""
import struct
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

FLAGS = ([], ['-v'], ['-vv'])
A, B, HOST, NET = (bytes.fromhex(text) for text in ('0a000001', 'e0000002', 'ffffffff', 'ff000000'))
ADDRESS6 = bytes.fromhex('20010db8000000000000000000000001')
U4, G4, S4 = b'\1\0' + A, b'\1\0\1\4' + B, b'\1\0\7\x20' + A
U6, G6, S6 = b'\2\0' + ADDRESS6, b'\2\0\0\x80' + ADDRESS6, b'\2\0\7\x80' + ADDRESS6


def with_checksum(message, at=2):
    return message[:at] + struct.pack('!H', frames.checksum(message)) + message[at + 2:]


def pim(kind, body=b'', version=2, second=0):
    return frames.ethernet(frames.ipv4(with_checksum(struct.pack('!BBH', version << 4 | kind, second, 0) + body), 103))


def option(kind, value):
    return struct.pack('!HH', kind, len(value)) + value


OPTIONS = [(1, b'\0\x69'), (1, b'\xff\xff'), (2, b'\x81\x23\2\3'), (2, b'\1'), (17, b'abcdef'), (18, b'\0\0\0\1'), (19, b'\0\0\0\5'),
           (19, b'\0'), (20, b'\1\2\3\4'), (21, b'\1\3\0\0'), (21, b'\1\0\1\2'), (22, b''), (24, U4 + U6), (24, b'ab'), (65001, U6), (99, b'ab')]
METRICS = b'\0\0\0\1\0\0\0\2'
PIM = [pim(kind, bytes(8)) for kind in range(16)] + [pim(0, option(*each)) for each in OPTIONS]
PIM += [pim(1, flags + inner) for flags in (b'\0\0\0\0', b'\x80\0\0\0', b'\x40\0\0\0', b'\xc0\0\0\0')
        for inner in (frames.ipv4(b'\x08\0\0\0abcd', 1), frames.ipv6(b'abcd', 59), bytes(12) + A + B, b'\x70' + bytes(20))]
PIM += [pim(2, G4 + U4), pim(2, G6 + U6), pim(3, U4 + b'\0\1\0\x69' + G4 + b'\0\1\0\2' + S4 * 3), pim(3, U6 + b'\0\2\xff\xff' + (G6 + b'\0\1\0\0' + S6) * 2),
        pim(6, U4 + b'\0\1\0\0' + G4 + b'\0\1\0\0' + S4), pim(4, b'\4\xb0\4\5' + U4 + G4 + b'\2\2\0\0' + (U4 + b'\0\x69\1\0') * 2 + G4 + b'\1\3\0\0' + U4 + b'\0\5\7\0'),
        pim(5, G4 + U4 + b'\x80\0\0\1\0\0\0\2'), pim(8, b'\1\5\0\x69' + U4 + G4), pim(9, U4 + G4 + U4 + b'\x80\0'), pim(0, option(1, b'\0\1'), version=1),
        pim(3, A + b'\0\1\0\x69\0\x20' + B + b'\0\1\0\0\0\x20' + A, second=4), frames.ethernet(frames.ipv4(b'', 103)), frames.ethernet(frames.ipv4(b'\x20', 103))]
PIM += [pim(10, U4 + METRICS + U4 + METRICS + b'\0\5', second=kind << 4) for kind in range(6)]
PIM += [frames.ethernet(frames.ipv6(struct.pack('!BBH', 0x20, 0, 0x1234) + option(1, b'\0\1'), 103))]


def in_igmp(kind, code, body):
    return frames.ethernet(frames.ipv4(with_checksum(bytes((kind, code, 0, 0)) + body), 2))


def pim1(code, body=b'', version=1):
    return in_igmp(0x14, code, bytes((version << 4, 0, 0, 0)) + body)


ONE = A + b'\0\0\0\x69' + b'\0\0\0\1' + B + HOST + b'\0\1\0\0' + b'\1\xa0' + A
MANY = A + b'\0\0\0\xb4' + b'\0\0\0\2' + B + NET + b'\0\1\0\2' + b'\1\xa0' + A + b'\0\x60' + A + b'\0\x20' + A + B + HOST + b'\0\1\0\0' + b'\1\xa0' + A
PIM1 = [pim1(code, bytes(20)) for code in range(10)] + [pim1(0, bytes((mode << 4,)) + b'\0\0\x69') for mode in range(4)]
PIM1 += [pim1(1, frames.ipv4(b'\x08\0\0\0abcd', 1)), pim1(1), pim1(2, A + B), pim1(2, A), pim1(3, ONE), pim1(3, MANY), pim1(7, MANY), pim1(4, B + NET + A + b'\0\0\0\x69'),
         pim1(5, B + HOST + A + METRICS), pim1(5, B + NET + A + b'\x80\0\0\1\0\0\0\2'), pim1(0, bytes(8), version=2)]


def dvmrp(code, body=b'', major=3, minor=255):
    return in_igmp(0x13, code, bytes((0, 0, minor, major)) + body)


DVMRP = [dvmrp(code, bytes(16)) for code in range(14)]
DVMRP += [dvmrp(1, b'\1\2\3\4' + A + B), dvmrp(2, b'\xff\xff\0' + b'\x0a\1\1\x81\x0a\1\2\5\xff\0\0\x0a\x85'), dvmrp(2, b'\xff\0'), dvmrp(6, (A + b'\1\2\xff\1' + B) * 2),
          dvmrp(6, A + b'\1\2\0\3' + B), dvmrp(7, A + B + b'\0\0\0\5'), dvmrp(8, A + B), dvmrp(4, A + b'\1\2\1' + B), frames.ethernet(frames.ipv4(b'\x13\1\0\0abcd', 2))]


class MulticastRouting(unittest.TestCase):
    def test_pim(self):
        assert_like_peer(PIM, FLAGS)
        assert_like_peer([cut for frame in PIM[16:] for cut in frames.truncations(frame, 34)], FLAGS)
        assert_like_peer([bad for frame in PIM[16:] for bad in frames.corruptions(frame, 20, 34)], FLAGS)

    def test_pim_version_1(self):
        assert_like_peer(PIM1, FLAGS)
        assert_like_peer([cut for frame in PIM1 for cut in frames.truncations(frame, 46)], FLAGS)

    def test_dvmrp(self):
        assert_like_peer(DVMRP, FLAGS)
        assert_like_peer([cut for frame in DVMRP for cut in frames.truncations(frame, 34)], FLAGS)


if __name__ == '__main__':
    unittest.main()
