"""mycap's text of SNMP beside tcpdump's: versions 1, 2c and 3, every kind of value, and messages that are wrong."""
import struct
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

FLAGS = ([], ['-v'], ['-vv'], ['-q'])


def tlv(tag, body):
    body = b''.join(body) if isinstance(body, list) else body
    size = len(body)
    return bytes([tag]) + (bytes([size]) if size < 128 else b'\x82' + struct.pack('!H', size)) + body


def integer(value, tag=2, size=1):
    return tlv(tag, value.to_bytes(size, 'big', signed=value < 0))


def oid(*arcs):
    body = bytes([arcs[0] * 40 + arcs[1]])
    for arc in arcs[2:]:
        parts = [arc & 127]
        while arc := arc >> 7:
            parts.append(arc & 127 | 128)
        body += bytes(reversed(parts))
    return tlv(6, body)


def bind(name, value):
    return tlv(0x30, name + value)


def pdu(tag, *bindings, error=0, index=0):
    return tlv(tag, integer(1, size=4) + integer(error) + integer(index) + tlv(0x30, list(bindings)))


def message(body, version=0, community=b'public'):
    return tlv(0x30, integer(version) + tlv(4, community) + body)


def packet(body, sport=4000, dport=161):
    return frames.ethernet(frames.udp(body, sport, dport))


NAME = oid(1, 3, 6, 1, 2, 1, 1, 1, 0)
NULL = tlv(5, b'')
VALUES = [tlv(tag, b'\1\2') for tag in range(256)] + [
    integer(-7), tlv(4, b'hello'), tlv(4, b'a\0\xffb'), tlv(4, b''), tlv(6, b''), tlv(6, b'\x2b\x8f\xff\xff\xff\x7f'),
    tlv(2, b''), tlv(0x41, b''), tlv(0x46, bytes(range(8))), tlv(0x40, b'\x0a\0\0\1'), tlv(0x1f, b'x'), oid(2, 5)]


def trap(generic, specific, *bindings):
    return message(tlv(0xa4, oid(1, 3, 6, 1, 4, 1, 9) + tlv(0x40, b'\x0a\0\0\1') + integer(generic) + integer(specific) +
                       integer(555, 0x43, 2) + tlv(0x30, list(bindings))))


USM = tlv(0x30, tlv(4, b'\x80\0engine') + integer(1) + integer(500, size=2) + tlv(4, b'user') + tlv(4, b'a' * 12) + tlv(4, b'p' * 8))
SCOPED = tlv(0x30, tlv(4, b'\x80\0engine') + tlv(4, b'ctx') + pdu(0xa0, bind(NAME, NULL)))


def version3(flags=b'\3', model=3, security=USM, scoped=SCOPED, extra=b''):
    header = integer(1, size=4) + integer(65507, size=3) + tlv(4, flags) + integer(model)
    return tlv(0x30, integer(3) + tlv(0x30, header + extra) + tlv(4, security) + scoped)


def prefixes(elements):
    """Lists cut behind each element, and with each replaced by one of another type."""
    return [b''.join(elements[:n]) for n in range(len(elements))] + \
        [b''.join([*elements[:n], NULL, *elements[n + 1:]]) for n in range(len(elements))]


REQUESTS = [message(pdu(tag, bind(NAME, integer(5)), error=error, index=index), version, community)
            for tag in range(0xa0, 0xaa) for error in (0, 2, 19) for index in (0, 1)
            for version, community in ((0, b'public'), (1, b'priv'))]
REQUESTS += [message(pdu(0xa2), version) for version in (0, 1, 2, 4)] + [message(pdu(0xa0), 0, c) for c in (b'', b'a\xff"', b'publicx')]
TRAPS = [trap(generic, specific, bind(NAME, integer(1))) for generic in range(9) for specific in (0, 5)]
TRAPS += [message(tlv(0xa4, body)) for body in prefixes([oid(1, 3), tlv(0x40, b'abcd'), integer(6), integer(5), integer(5, 0x43), tlv(0x30, b'')])]
VERSION3 = [version3(bytes([flags])) for flags in range(9)] + [version3(b''), version3(b'\0\0')] + \
    [version3(model=model) for model in range(5)] + [version3(extra=extra) for extra in (b'ab', NULL, tlv(4, b'abc'))]
VERSION3 += [version3(security=tlv(0x30, body)) for body in prefixes([tlv(4, b'e'), integer(1), integer(2), tlv(4, b'u'), tlv(4, b'a'), tlv(4, b'p')])]
VERSION3 += [version3(security=NULL), version3(scoped=b''), version3(scoped=tlv(4, b'encrypted')), version3(scoped=tlv(0x30, NULL))]
WRONG = [b'', b'\x30', b'\x30\x84\0', b'\x04\2ab', b'\x30\3\4\1a', b'\x30\3\2\1\0', b'\x30\6\2\1\0\2\1\0', message(integer(5)),
         message(pdu(0xa0, bind(NAME, NULL)) + b'zz'), message(tlv(0xa0, tlv(4, b''))), message(pdu(0xa0)) + b'xy']
WRONG += [message(tlv(0xa0, integer(1) + body)) for body in prefixes([integer(0), integer(0), tlv(0x30, tlv(0x30, NAME))])]


class Snmp(unittest.TestCase):
    def test_values(self):
        assert_like_peer([packet(message(pdu(0xa2, bind(NAME, value)))) for value in VALUES], FLAGS)

    def test_requests_and_traps(self):
        assert_like_peer([packet(m) for m in REQUESTS + TRAPS] + [packet(REQUESTS[0], 162, 9)], FLAGS)

    def test_version_3(self):
        assert_like_peer([packet(m) for m in VERSION3], FLAGS)

    def test_messages_that_are_wrong(self):
        assert_like_peer([packet(m) for m in WRONG], FLAGS)

    def test_cut_captures(self):
        cut = [f for m in (REQUESTS[0], TRAPS[0], VERSION3[0]) for f in frames.truncations(packet(m), 42)]
        assert_like_peer(cut, ([], ['-v']))

    def test_changed_bytes(self):
        changed = [f for m in (REQUESTS[0], TRAPS[0], VERSION3[0]) for f in frames.corruptions(packet(m), 150, 42)]
        assert_like_peer(changed, ([], ['-v']))


if __name__ == '__main__':
    unittest.main()
