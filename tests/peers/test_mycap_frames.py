"""mycap's text of what comes in frames without IP (PTP, AoE, MACsec, NSH, loopback tests, switch tags) beside tcpdump's."""
import struct
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

FLAGS = ([], ['-e'], ['-v'], ['-vvv'])
MACS = bytes.fromhex('020000000001020000000002')
IP = frames.ipv4(b'\x08\0\0\0abcd', 1)
DSA, EDSA, BROADCOM, PREPENDED = 284, 285, 281, 282


def frame(ethertype, body):
    return MACS + struct.pack('!H', ethertype) + body


def ptp(kind, body, flags=0, control=0, version=2):
    header = struct.pack('!BBHBBH', kind, version, 34 + len(body), 3, 4, flags) + b'\0\0\0\0\0\5\x12\x34' + b'\1\2\3\4' + b'identity' + b'\1\x12\0\x09'
    return frame(0x88f7, header + bytes((control, 127)) + body)


STAMP = struct.pack('!HII', 0, 1665500000, 123456789)
PTP = [ptp(kind, STAMP + bytes(range(1, 22))) for kind in range(11)] + [ptp(11, STAMP + bytes(range(1, 22)))]
PTP += [ptp(0, STAMP, 1 << bit, bit % 8) for bit in range(16)] + [ptp(0, STAMP, version=version) for version in (0, 1, 3)] + [frame(0x88f7, b'\0\2')]


def aoe(command, body, flags=0, version=1, error=0):
    return frame(0x88a2, bytes((version << 4 | flags, error)) + b'\0\x14\2' + bytes((command,)) + b'\0\1\2\3' + body)


AOE = [aoe(0, bytes(range(12)) + b'data' * count, flags) for count in (0, 3) for flags in (0, 4, 8, 12)] + [aoe(0, b'\xff' * 12), aoe(0, b'abc'), aoe(1, b'', version=2)]
AOE += [aoe(1, b'\0\x10\1\2\5' + bytes((0x10 | command,)) + struct.pack('!H', size) + b'config') for command in range(6) for size in (0, 3, 6, 7, 2000)]
AOE += [aoe(2, b'\0\1\0\2' + b'\0\1' + MACS[:6] + b'\0\2' + MACS[6:]), aoe(2, b'\0\0\1\1'), aoe(4, b'x'), frame(0x88a2, b'\x10')]


def macsec(control, length, body, channel=b'\1\2\3\4\5\6\0\7'):
    return frame(0x88e5, bytes((control, length)) + b'\0\0\0\5' + (channel if control & 0x20 else b'') + body)


MACSEC = [macsec(control, length, b'\x08\0' + IP + bytes(16)) for control in (0, 0x20, 0x0c, 0x2c, 4, 8, 0x40, 0x10, 0x50, 0x80, 0x60, 0x23) for length in (0, 30, 47, 63, 0x80)]
MACSEC += [macsec(0x20, 0, b'\x81\0\0\5\x08\0' + IP + bytes(16))]


def nsh(words, kind, protocol, metadata, payload=IP, flags=0):
    return frame(0x894f, struct.pack('!HBB', flags | words, kind, protocol) + b'\0\0\3\7' + metadata + payload)


NSH = [nsh(6, 1, 1, b'\1\2\3\4' * 4), nsh(3, 2, 1, b'\0\1\2\0', flags=0x2000), nsh(4, 2, 1, b'\0\1\2\3abcx'), nsh(2, 2, 9, b''), nsh(1, 2, 1, b''), nsh(2, 2, 3, b'', frame(0x0800, IP))]
LOOPBACK = [frame(0x9000, bytes.fromhex(text)) for text in ('00000100050061626364', '00000200020000000009' + '61' * 20, '0000020003000000000961', '080001020304050607080100070064', '03000100', '0000', '000009006162')]
NLB = [frame(0x886f, bytes(8) + b'\5\0\0\0\x0a\0\0\1\x0a\0\0\2')[:size] for size in (14, 22, 26, 30, 34)]
TAGS = [bytes((first, second, third, 0x39)) for first in (0, 0x20, 0x45, 0x65, 0x80, 0xa3, 0xc3, 0xe3) for second in (0x08, 0x0a, 0x0c, 0x7f) for third in (0, 0x35)]
BROADCOM_TAGS = [bytes(tag) for tag in ((0, 0, 0, 0), (0x20, 0, 0, 0x80), (0x3c, 5, 0, 0x81), (0x20, 0x83, 1, 2), (0, 0, 0x20, 5), (0, 7, 0xff, 0xff), (0x1f, 7, 0x10, 0x13), (0x60, 2, 2, 3))]


class Frames(unittest.TestCase):
    def test_whole(self):
        assert_like_peer(PTP + AOE + MACSEC + NSH + LOOPBACK + NLB, FLAGS)

    def test_cut_captures(self):
        whole = PTP[:3] + PTP[8:12] + AOE[:1] + AOE[11:14] + NSH[:3] + LOOPBACK[:4]
        assert_like_peer([cut for each in whole for cut in frames.truncations(each, 14)], FLAGS)

    def test_switch_tags(self):
        for link_type, tags in ((DSA, TAGS), (EDSA, [b'\xda\xda\1\2' + tag for tag in TAGS]), (BROADCOM, BROADCOM_TAGS)):
            tagged = [MACS + tag + b'\x08\0' + IP for tag in tags]
            assert_like_peer(tagged + frames.truncations(tagged[0]), FLAGS, link_type)
        prepended = [tag + frame(0x0800, IP) for tag in BROADCOM_TAGS]
        assert_like_peer(prepended + frames.truncations(prepended[0]), FLAGS, PREPENDED)


if __name__ == '__main__':
    unittest.main()
