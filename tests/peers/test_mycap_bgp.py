"""mycap's text of BGP beside tcpdump's: every message, capability, attribute and family of routes."""
import struct
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

PREFIXES = b'\x18\x0a\x01\x02\x08\x0a\x20\x01\x02\x03\x04\x13\x0a\x01\xff'
RD_AS, RD_IP, RD_WIDE = b'\0\0\xfd\xe8\0\0\0\x64', b'\0\1\x0a\0\0\1\0\x64', b'\0\2\0\1\0\0\0\x07'
IPV6 = bytes.fromhex('20010db8000000000000000000000001')
LABEL = b'\0\x01\x01'
HOP = b'\1\2\3\4'


def message(kind, body):
    return b'\xff' * 16 + struct.pack('!HB', 19 + len(body), kind) + body


def capability(kind, value):
    return bytes((kind, len(value))) + value


def open_message(*options):
    body = b''.join(bytes((kind, len(value))) + value for kind, value in options)
    return message(1, struct.pack('!BHH4sB', 4, 65000, 90, HOP, len(body)) + body)


def attribute(kind, value, flags=0x40):
    length = struct.pack('!H', len(value)) if flags & 0x10 else bytes((len(value),))
    return bytes((flags, kind)) + length + value


def update(attributes=b'', withdrawn=b'', routes=b''):
    return message(2, struct.pack('!H', len(withdrawn)) + withdrawn + struct.pack('!H', len(attributes)) + attributes +
                   routes)


def reach(family, safi, hop, routes, attachments=b'\0'):
    return attribute(14, struct.pack('!HBB', family, safi, len(hop)) + hop + attachments + routes, 0x90)


def unreach(family, safi, routes):
    return attribute(15, struct.pack('!HB', family, safi) + routes, 0x80)


BASIC = attribute(1, b'\0') + attribute(2, b'\2\2\xfd\xe8\xfd\xe9') + attribute(3, b'\x0a\0\0\1')
OPENS = [open_message(),
         open_message((2, capability(1, b'\0\1\0\1') + capability(1, b'\0\2\0\x80') + capability(2, b'') +
                       capability(64, b'\x80\x78\0\1\1\x80\0\2\1\0') + capability(65, b'\0\1\0\0'))),
         open_message((2, capability(69, b'\0\1\1\3\0\2\1\x09') + capability(8, b'\0\1\1\5') + capability(71, b'') +
                       capability(200, b'abc') + capability(69, b''))),
         open_message((2, capability(1, b'\0')), (1, b'abc')), open_message((2, capability(64, b'x')))]
NOTIFICATIONS = [message(3, body) for body in (
    b'\1\2', b'\2\7', b'\3\x0b', b'\4\0', b'\5\2', b'\6\1\0\1\1\0\0\0\x64', b'\6\2\5hello', b'\6\2\5hello world',
    b'\6\4\0', b'\6\2\xc8abc', b'\6\3xyz', b'\7\3', b'\x0a\3', b'\1')]
COMMUNITIES = bytes.fromhex(
    '0002fde80000006401020a000001006402020001000000074004fde84974240000050a00000102000306000000000501030600000000'
    '01000306000000000701800a041305dc00000009006400000000030c0000000000088800123456789abc010b0a00000100014300010203'
    '04aabb')
UPDATES = [
    update(), update(withdrawn=PREFIXES), update(BASIC, PREFIXES, PREFIXES),
    update(BASIC, b'\0\0\0\x14\x18\x08\x02\0\0\0\0\x15\x18\x08\x02\1', b'\0\0\0\x0a\x18\x06\x02\0'),
    update(attribute(1, b'\5') + attribute(2, b'') + attribute(2, b'\1\1\0\1\2\1\0\2\3\2\0\1\0\2\4\1\0\1') +
           attribute(17, b'\2\1\0\1\0\0', 0xc0) + attribute(4, b'\0\0\0\5') + attribute(6, b'') +
           attribute(7, b'\xfd\xe8\1\2\3\4') + attribute(18, b'\0\1\0\1\1\2\3\4', 0xc5)),
    update(attribute(8, b'\xff\xff\xff\1\xff\xff\xff\2\0\1\0\2\0\3\0\4') + attribute(9, HOP) + attribute(10, HOP * 2) +
           attribute(32, b'\0\0\0\1\0\0\0\2\0\0\0\3' * 2) + attribute(99, b'hello', 0xe0) +
           attribute(26, b'\1\0\x0b' + b'\0' * 7 + b'\x2a')),
    update(attribute(16, COMMUNITIES, 0xc0)),
    update(b''.join(attribute(22, b'\1' + bytes((kind,)) + b'\0\1\0\1\2\3\4\5\6\7\x08') for kind in range(9))),
    update(attribute(128, b'\0\1\0\5' + BASIC + attribute(128, b'\0\0\0\1' + attribute(5, b'\0\0\0\1')))),
    update(reach(1, 1, HOP, PREFIXES) + unreach(1, 1, PREFIXES) + unreach(1, 1, b'')),
    update(reach(2, 1, IPV6 * 2, b'\x14\x20\1\xff') + unreach(2, 1, b'\0\0\0\1\x78' + IPV6[:15])),
    update(reach(1, 4, HOP, b'\x30' + LABEL + b'\x0a\1\2') + reach(2, 4, IPV6, b'\x58' + LABEL + IPV6[:8])),
    update(reach(1, 128, RD_AS + HOP, b'\x70' + LABEL + RD_IP + b'\x0a\1\2' + b'\x78' + LABEL + RD_WIDE + b'\x0a\1\2\3')),
    update(reach(1, 132, HOP, b'\0\x20\0\0\0\1\x60\0\0\0\1\0\2\xfd\xe8\0\0\0\x64\x25\0\0\0\1\xff')),
    update(reach(1, 5, HOP, b'\1\x0c' + RD_AS + HOP + b'\3\x12' + RD_AS + b'\x20' + HOP + b'\x20\xe0\1\1\1')),
    update(reach(1, 66, HOP, b'\x80' + RD_AS + HOP + b'\xe0\0\0\1')),
    update(reach(25, 65, HOP, b'\0\x0c' + RD_AS + HOP + b'\0\x14' + RD_IP + b'\0\1\0\2\0\x10\1\1\0\x10ab')),
    update(reach(3, 1, b'\x49\0\1\2\3\4', b'\x20\0\0\0abcd')), update(reach(25, 70, HOP, b'abc')),
    update(reach(1, 1, HOP, PREFIXES, b'\2\1a\2bc'))]
OTHERS = [message(4, b''), message(5, b'\0\1\0\1'), message(5, b'\0\2\x80\x80xx'), message(9, b'abcdef'),
          b'abc' + message(4, b'') * 2, b'\xff' * 16 + b'\0\5\4', message(4, b'') + b'\xff' * 16 + b'\0\x60\2abc']


def segments(messages):
    return [frames.ethernet(frames.tcp(m, 40000, 179)) for m in messages]


class Bgp(unittest.TestCase):
    def test_messages(self):
        assert_like_peer(segments(OPENS + NOTIFICATIONS + UPDATES + OTHERS))

    def test_as_dot(self):
        assert_like_peer(segments(OPENS + UPDATES), (['-vb'],))

    def test_cut_captures(self):
        cut = [frame for packet in segments([OPENS[1], NOTIFICATIONS[6], UPDATES[2], UPDATES[6]])
               for frame in frames.truncations(packet, 54)]
        assert_like_peer(cut, ([], ['-v']))

    def test_corrupted(self):
        bad = [frame for n, packet in enumerate(segments(OPENS + NOTIFICATIONS + OTHERS))
               for frame in frames.corruptions(packet, 30, 54, seed=n)]
        assert_like_peer(bad, (['-Kv'], ['-Kvv']))


if __name__ == '__main__':
    unittest.main()
