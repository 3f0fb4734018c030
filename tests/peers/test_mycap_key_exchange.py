"""mycap's text of ISAKMP (IKE versions 1 and 2, and ESP in UDP) and of L2TP beside tcpdump's."""
import struct
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

FLAGS = ([], ['-v'], ['-vv'], ['-vvv'])


def isakmp(first, exchange, payloads=b'', version=0x10, flags=0, message=0, initiator=b'ICOOKIE1', responder=b'RCOOKIE1', length=None):
    body = initiator + responder + bytes((first, version, exchange, flags)) + \
        struct.pack('!II', message, 28 + len(payloads) if length is None else length) + payloads
    return frames.ethernet(frames.udp(body, 500, 500))


def payload(following, body, critical=0):
    return struct.pack('!BBH', following, critical, 4 + len(body)) + body


def attribute(kind, value):
    return struct.pack('!HH', 0x8000 | kind, value) if isinstance(value, int) else struct.pack('!HH', kind, len(value)) + value


def transform(following, number, name, attributes=b''):
    return payload(following, bytes((number, name, 0, 0)) + attributes)


def transform2(following, kind, name, attributes=b''):
    return payload(following, struct.pack('!BBH', kind, 0, name) + attributes)


def proposal(following, protocol, spi, transforms):
    return payload(following, bytes((1, protocol, len(spi), len(transforms))) + spi + b''.join(transforms))


def association(following, proposals, domain=1, situation=1):
    return payload(following, struct.pack('!II', domain, situation) + proposals)


def notify(kind, spi=b'', data=b'', domain=1):
    return payload(0, struct.pack('!IBBH', domain, 1, len(spi), kind) + spi + data)


def identity(kind, data):
    return payload(0, bytes((kind, 17, 1, 0xf4)) + data)


IKE = [transform(3, 1, 1, b''.join(attribute(kind, 1 + kind % 4) for kind in range(18)) + attribute(12, b'\0\0\x70\x80')), transform(0, 2, 1, attribute(5, b'ab'))]
ESP = [transform(3, 1, 3, b''.join(attribute(kind, 1) for kind in range(11))), transform(0, 2, 12, attribute(2, b'\0\0\x0e\x10'))]
VERSION1 = [isakmp(1, 2, association(13, proposal(2, 1, b'', IKE) + proposal(0, 3, b'abcd', ESP)) + payload(0, b'vendor of it')), isakmp(1, 32, association(0, proposal(0, 2, b'abcd', [transform(0, 1, 2)])), message=5),
            isakmp(1, 2, association(0, proposal(0, 4, b'ab', [transform(0, 1, 2)]), domain=5)), isakmp(1, 2, association(0, proposal(0, 1, b'', IKE), situation=2)),
            isakmp(4, 2, payload(10, b'key' * 5) + payload(20, b'nonce' * 4) + payload(0, b'natd')), isakmp(6, 2, payload(7, b'\4cert') + payload(9, b'\4request') + payload(0, b'signature')),
            isakmp(12, 5, payload(0, struct.pack('!IBBH', 1, 3, 4, 2) + b'abcdefgh')), isakmp(12, 5, payload(0, struct.pack('!IBBH', 0, 3, 4, 2) + b'abcdefgh')),
            isakmp(11, 5, notify(24576, b'abcd', attribute(1, 5))), isakmp(11, 5, notify(24577, data=b'\0\0\0\1')), isakmp(11, 5, notify(36136, b'a' * 16, bytes(40))), isakmp(11, 5, notify(14, domain=0)),
            isakmp(8, 5, b'secret', flags=1, message=3), isakmp(130, 2, payload(131, b'x') + payload(0, b'y')), isakmp(1, 2, length=2000), isakmp(0, 2, flags=4), isakmp(0, 2, version=0x30),
            isakmp(0, 2, initiator=bytes(8), responder=bytes(8)), isakmp(0, 2, responder=bytes(8)), isakmp(0, 2), isakmp(5, 4, payload(8, b'\1\x11\1\xf4\x0a\0\0\1') + payload(0, b'hash'))]
VERSION1 += [isakmp(5, 4, identity(kind, b'abcdefghijklmnopqrstuvwxyzabcdef'[:size])) for kind in range(13) for size in (2, 4, 8, 16, 32)]
VERSION1 += [isakmp(0, exchange) for exchange in (0, 1, 2, 3, 4, 5, 6, 32, 33, 240)] + [isakmp(11, 5, notify(kind)) for kind in (*range(32), 16384, 24578)]
IKE2 = [transform2(3, 1, 12, attribute(14, 128)), transform2(3, 1, 3), transform2(3, 2, 2), transform2(3, 3, 2), transform2(3, 4, 14), transform2(3, 5, 1), transform2(0, 9, 9)]
VERSION2 = [isakmp(33, 34, payload(34, proposal(2, 1, b'', IKE2) + proposal(0, 3, b'abcd', IKE2)) + payload(40, b'\0\2\0\0key') + payload(43, b'nonce') + payload(0, b'vendor'), version=0x20, flags=8),
            isakmp(35, 35, payload(36, b'\1\0\0\0\x0a\0\0\1') + payload(37, b'\2\0\0\0host') + payload(38, b'\4cert') + payload(39, b'\4req') + payload(44, b'\2\0\0\0auth') + payload(45, b'\1\0\0\0' + bytes(16)) + payload(0, b'\2\0\0\0'), version=0x20, flags=0x20),
            isakmp(46, 35, payload(33, b'secret'), version=0x20, flags=0x28), isakmp(42, 37, payload(47, b'\1\0\0\1') + payload(48, b'\1\0\0\0') + payload(0, b'\1\2\0\4eap'), version=0x20), isakmp(33, 34, payload(0, b'abc', 0x80), version=0x20)]
VERSION2 += [isakmp(41, 35, payload(0, struct.pack('!BBH', 0, 0, kind) + bytes(size)), version=0x20) for kind in (0, 1, 14, 16388, 16390, 16396, 9000, 40960) for size in (0, 8, 29, 30, 40)]
VERSION2 += [isakmp(0, exchange, version=0x20, flags=flags) for exchange in (34, 36, 37, 99) for flags in (0, 8, 0x10, 0x20, 0xff)]
TRANSLATED = [frames.ethernet(frames.udp(data, 4500, 4500)) for data in (b'\xff', b'', b'ab', b'\1\2\3\4', b'\0\0\1\2\0\0\0\5data', b'\xff' * 9, bytes(4) + b'a' * 40)]


def l2tp(flags, body):
    return frames.ethernet(frames.udp(struct.pack('!H', flags) + body, 1701, 1701))


def avp(kind, value, mandatory=1, hidden=0, vendor=0):
    return struct.pack('!HHH', mandatory << 15 | hidden << 14 | 6 + len(value), vendor, kind) + value


def control(avps, length=None):
    return l2tp(0xc802, struct.pack('!HHHHH', 12 + len(avps) if length is None else length, 5, 6, 1, 2) + avps)


FRAME = b'\xff\x03\x00\x21' + frames.ipv4(b'\x08\0\0\0abcd', 1)
L2TP = [control(avp(kind, bytes(range(1, 1 + size)))) for kind in range(48) for size in (0, 1, 2, 4, 5, 8, 16, 26)] + [control(avp(0, struct.pack('!H', kind))) for kind in range(18)]
L2TP += [control(b''), control(b'', 4), control(b'', 60), control(avp(0, b'\0\1') + b'ab'), control(avp(0, b'\0\1', 0)), control(avp(1, b'\0\1', 1, 1)), control(avp(7, b'x', vendor=9)), control(avp(46, b'\0\1\0\2\1text')),
         l2tp(2, b'\0\5\0\6' + FRAME), l2tp(0x4002, struct.pack('!H', 8 + len(FRAME)) + b'\0\5\0\6' + FRAME), l2tp(0x0802, b'\0\5\0\6\0\1\0\2' + FRAME), l2tp(0x0102, b'\0\5\0\6' + FRAME),
         l2tp(3, b'\0\5\0\6'), l2tp(1, b'\0\5\0\6'), l2tp(2, b''), l2tp(2, b'\0\5\0\6'), l2tp(0x8002, b'\0\5\0\6'), l2tp(0, b'')]


class KeyExchange(unittest.TestCase):
    def test_version_1(self):
        assert_like_peer(VERSION1, FLAGS)

    def test_version_2(self):
        assert_like_peer(VERSION2, FLAGS)

    def test_behind_a_translator(self):
        assert_like_peer(TRANSLATED, FLAGS)

    def test_l2tp(self):
        assert_like_peer(L2TP, ([], ['-v'], ['-e']))

    def test_cut_captures(self):
        whole = VERSION1[:13] + VERSION2[:5] + L2TP[:40] + L2TP[-18:]
        assert_like_peer([cut for frame in whole for cut in frames.truncations(frame, 42)], ([], ['-v'], ['-vvv']))


if __name__ == '__main__':
    unittest.main()
