"""mycap's text of Babel and EIGRP beside tcpdump's."""
import struct
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

FLAGS = ([], ['-v'], ['-vv'])
A4, A6, LINK = (bytes.fromhex(text) for text in ('0a000001', '20010db8000000000000000000000001', '0000000000000001'))


def words(*numbers):
    return struct.pack(f'!{len(numbers)}H', *numbers)


def tlv(kind, value):
    return bytes((kind, len(value))) + value


def babel(*messages, version=2, magic=42, length=None, behind=b''):
    body = b''.join(messages)
    return frames.ethernet(frames.udp(struct.pack('!BBH', magic, version, len(body) if length is None else length) + body + behind, 6696, 6696))


STAMPS = tlv(3, b'\0\0\1\0\0\1\0\0')
UPDATE = b'\2\xc0\x40\0' + words(400, 3, 9) + A6[:8]
MESSAGES = [b'\0', tlv(1, bytes(3)), tlv(2, words(0, 7, 400)), tlv(2, b'ab'), tlv(3, words(5)), tlv(4, words(0, 8, 400)), tlv(4, words(0x8000, 8, 0)), tlv(4, words(0, 8, 400) + tlv(3, bytes(4))), tlv(4, b''),
            tlv(5, b'\1\0' + words(96, 400) + A4), tlv(5, b'\2\0' + words(96, 400) + A6), tlv(5, b'\3\0' + words(0xffff, 400) + LINK + STAMPS), tlv(5, b'\0\0' + words(96, 400)), tlv(5, b'\1'),
            tlv(6, b'\0\0identity'), tlv(6, b'\0'), tlv(7, b'\1\0' + A4), tlv(7, b'\2\0' + A6), tlv(7, b'\3\0' + LINK), tlv(7, b'\5\0'), tlv(8, b'\1\x80\x18\0' + words(400, 3, 5) + A4[:3]), tlv(8, b'\1\0\x20\3' + words(400, 3, 5) + b'\x09'),
            tlv(8, b'\0\0\0\0' + words(400, 3, 5)), tlv(8, b'\1\0\x21\0' + words(400, 3, 5) + A4), tlv(8, UPDATE + tlv(2, b'\1\2\3') + tlv(1, b'\0') + b'\0' + tlv(77, b'abc')), tlv(8, UPDATE + tlv(2, b'')), tlv(8, b'\1'),
            tlv(9, b'\1\x18' + A4[:3]), tlv(9, b'\0\0'), tlv(9, b'\1'), tlv(10, b'\1\x18' + words(7) + b'\x3f\0identity' + A4[:3]), tlv(11, b'a'), tlv(12, words(5) + b'digest-digest-16'), tlv(12, b'a'),
            tlv(13, b'\1\x18\x10\0' + words(400, 3, 5) + A4[:3] + b'\x0b\0'), tlv(13, b'\2'), tlv(14, b'\1\x18\x10' + A4[:3] + b'\x0b\0'), tlv(14, b'\1'), tlv(15, b'\1'), tlv(99, b'abc'), b'\2', b'\2\xc8ab']
BABEL = [babel(message) for message in MESSAGES] + [babel(*MESSAGES[20:22]), babel(MESSAGES[2], version=3), babel(MESSAGES[2], magic=7), babel(MESSAGES[2], length=99), babel(MESSAGES[2], behind=b'abcd')]


def eigrp(opcode, tlvs=b'', version=2, flags=0):
    return frames.ethernet(frames.ipv4(struct.pack('!BBHIIIHH', version, opcode, 0x1234, flags, 1, 2, 0, 100) + tlvs, 88))


def record(kind, value, length=None):
    return struct.pack('!HH', kind, 4 + len(value) if length is None else length) + value


METRIC = struct.pack('!II', 0x2800, 256) + b'\0\5\xdc\1\xff\1\0\0'
ORIGIN = A4 + struct.pack('!IIIHBB', 100, 7, 20, 0, 3, 1)
RECORDS = [record(1, b'\1\0\1\0\0\0\0\x0f'), record(4, b'\x0c\4\1\2'), record(3, bytes(4)), record(5, bytes(4)), record(0x102, bytes(4) + METRIC + b'\x18\xc0\xa8\4'), record(0x102, A4 + METRIC + b'\x08\x0a'), record(0x102, A4 + METRIC + b'\x21\x0a\1\2\3\4'),
           record(0x103, bytes(4) + ORIGIN + METRIC + b'\x18\xc0\xa8\4'), record(0x99, b'abcd'), record(1, b'', 3), record(1, b'ab'), record(0x102, b'abc'), record(1, b'ab', 200)]
EIGRP = [eigrp(opcode) for opcode in range(9)] + [eigrp(5, each) for each in RECORDS] + [eigrp(1, version=1), eigrp(1, flags=0xff), frames.ethernet(frames.ipv4(b'\2', 88))]


class DistanceVector(unittest.TestCase):
    def test_babel(self):
        assert_like_peer(BABEL, FLAGS)

    def test_eigrp(self):
        assert_like_peer(EIGRP, FLAGS)

    def test_cut_captures(self):
        whole = BABEL[2:6] + BABEL[9:12] + BABEL[16:19] + EIGRP[9:17]
        assert_like_peer([cut for frame in whole for cut in frames.truncations(frame, 42)], FLAGS)


if __name__ == '__main__':
    unittest.main()
