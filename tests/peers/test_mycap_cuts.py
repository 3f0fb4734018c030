"""Packets that end early or claim what they do not hold, beside tcpdump: where each layer stops, and what -x, -X and -A
then dump."""
import struct
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

FLAGS = (['-x'], ['-vvX'], ['-vvve'], ['-A'])


def over_udp(payload, port):
    return frames.ethernet(frames.udp(payload, 4000, port))


def over_ip6(payload, protocol):
    return frames.ethernet(frames.ipv6(payload, protocol))


def lsa3(kind, body, length=None):
    return struct.pack('!HHIIIHH', 3, kind, 0x02020202, 0x01010101, 0x80000001, 0xabcd, 20 + len(body) if length is None else length) + body


def ospf3(body, kind=4):
    return over_ip6(struct.pack('!BBHIIHH', 3, kind, 16 + len(body), 0x01010101, 0, 0, 0) + body, 89)


class Cuts(unittest.TestCase):
    """Every protocol at every length of the capture."""

    def cut(self, frame, start=34):
        assert_like_peer(frames.truncations(frame, start), FLAGS)

    def test_snmp(self):
        for message in ('3029020100 04067075626c6963 a01c02040102030402010002010030 0e300c06082b060102010101000500',
                        '3082002b020100 0406707562 6c6963a0820000', '30ec8210020100', '3f81040a', '30840000000302010a'):
            self.cut(over_udp(bytes.fromhex(message), 161), 42)

    def test_radius(self):
        attributes = bytes.fromhex('0105626f62 0212' + '5a' * 16 + '5f12' + '20010db8' * 4 + '6114' + '0040' + '20010db8' * 4 +
                                   '6114008120010db8' + '00' * 12 + '5304 0161 530661000001 5a0c01616263646566676869'
                                   '7e06306162 6364 1a0c00000009 0106616263 64 4f06 02010004 7c0a' + '11' * 8)
        for length in (20 + len(attributes), 0, 8, 30):
            self.cut(over_udp(struct.pack('!BBH', 1, 7, length) + bytes(range(16)) + attributes, 1812), 42)

    def test_babel(self):
        self.cut(over_udp(bytes.fromhex('2a02001e 00 0100 0406 0000005b0190 0600' '0106 000000000000 080a 00000000 00000001 0000'), 6696), 42)

    def test_distance_vectors(self):
        self.cut(over_udp(bytes.fromhex('02020000') + bytes.fromhex('00020000 0a000000 ff000000 00000000 00000001') * 2, 520), 42)
        eigrp = bytes.fromhex('0205 1234 00000000 00000001 00000002 00000064 0001 000c 010001000000000f 0004 0008 0c040102 0001 0008 01')
        self.cut(frames.ethernet(frames.ipv4(eigrp, 88)))

    def test_layer_two_tunnel(self):
        control = bytes.fromhex('c802 0024 0005 0006 0001 0002 8008 0000 0000 0001 8008 0000 0002 0100 8008 0080 06a5 19e8')
        for length in (36, 30, 12, 11):
            self.cut(over_udp(control[:2] + struct.pack('!H', length) + control[4:], 1701), 42)
        self.cut(over_udp(bytes.fromhex('0202 0005 0006 fe08') + bytes(12), 1701), 42)

    def test_routers(self):
        prefix = bytes.fromhex('40000000 20010db800000000')
        for body in (lsa3(0x2001, bytes.fromhex('03000013 0100000a 00000001 00000002 02020202')), lsa3(0x2003, bytes.fromhex('0000000a') + prefix * 2),
                     lsa3(0x2004, bytes.fromhex('00000013 0000000a 01010101')), lsa3(0x4005, bytes.fromhex('00000014') + prefix.replace(b'\0\0\0', b'\0\1\0', 1), 32),
                     lsa3(0x0202, bytes(8), 7936)):
            self.cut(ospf3(struct.pack('!I', 2) + body + lsa3(0x2001, bytes(4))), 60)
        self.cut(ospf3(bytes.fromhex('00000013 05dc0007 00000005') + lsa3(0x2001, b''), 2), 60)

    def test_mobility(self):
        for header in ('3b00 0700 1234 0100' + '11' * 8, '3b03 0500 1234 0001 8000 0004 0102 0000 0000 0000 1002 0000 0100 0100 00'):
            self.cut(over_ip6(bytes.fromhex(header), 135), 54)
        nothing = struct.pack('!IHBB', 0x60000000, 0, 135, 64) + bytes(32) + bytes.fromhex('3b0007001234010020010db8')
        self.cut(frames.ethernet(nothing), 54)
        self.cut(frames.ethernet(nothing[:6] + b'\x3c' + nothing[7:]), 54)

    def test_multicast_routing(self):
        for message in ('2100e37e40000000 45000014000100004001 0000 0a0000010a000002', '23000000 01000a000001 00010078 010000 20e1000001 00010000'.replace(' 00010078', '0001 0078'),
                        '2400df740a6f0000 01000020 e1000001 0100 0000 01000a000002 0096 c000', '25000000 01000020e1000001 01000a000002 00000000 00000001'):
            self.cut(frames.ethernet(frames.ipv4(bytes.fromhex(message), 103)))

    def test_osi(self):
        for packet in ('8122 0110 ff 0036 0000 0a49 00010102020202020200 0a49 0001010101010104 00 00010000 0010', '82190100043 61e0000 0a49 00010101010101010100', '', '00'):
            self.cut(frames.ethernet(bytes.fromhex(packet.replace(' ', '')).rjust(1, b'\3') if packet else b'', 0xfefe), 14)

    def test_text(self):
        for line in (b'-ERR foo\r\n:123\r\n', b'*2\r\n$4\r\nPING\r\n$3\r\nabc\r\n', b'PING\r\n'):
            self.cut(frames.ethernet(frames.tcp(line, 40000, 6379)), 54)

    def test_streams(self):
        chunks = bytes.fromhex('00030010 00000001 0001 0002 00000003 0300 0010 00000001 0000ffff 0000 0000')
        self.cut(frames.ethernet(frames.ipv4(struct.pack('!HHII', 5000, 6000, 1, 0) + chunks, 132)))

    def test_service_frames(self):
        nsh = bytes.fromhex('0004 0201 000003 07') + bytes(8)
        for frame in (frames.ethernet(nsh, 0x894f), frames.ethernet(nsh[:6], 0x894f), frames.ethernet(bytes.fromhex('0000 0200 0200 0000 0001'), 0x9000),
                      frames.ethernet(bytes.fromhex('0000 1400 0300 00'), 0x9000), frames.ethernet(bytes.fromhex('043f00000005 7d00') + bytes(40), 0x88e5),
                      frames.ethernet(bytes.fromhex('8002002c0304400000000000000510340102030469 64036e7469747901120009067f0000634583600 75bcd15'.replace(' ', '')), 0x88f7)):
            self.cut(frame, 14)
        cdp = bytes.fromhex('02b41234 0001 000a 737769746368 0002 a911 00000001')
        cdp = bytes.fromhex('aaaa0300000c2000') + cdp
        self.cut(bytes.fromhex('01000ccccccc020000000001') + struct.pack('!H', len(cdp)) + cdp, 14)

    def test_redundancy(self):
        frame = over_ip6(bytes.fromhex('312dc0020064ec1a fe800000000000000200005efffe0001 20010db8000000000000000000000001'), 112)
        assert_like_peer(frames.truncations(frame, 54), FLAGS + (['-vK'],))

    def test_radio(self):
        header = bytes.fromhex('000025002b480800641c0000000010009e098004cd01000002000700000000')
        assert_like_peer(frames.truncations(header + bytes(40), 1) + [header[:24] + b'\xff\xff' + header[26:] + bytes(30), bytes.fromhex('00000d00200000802000 00a0d0a0')],
                         FLAGS, link_type=127)

    def test_radio_rates(self):
        acknowledgement = bytes.fromhex('d4000000ffffffffffff')
        headers = [bytes.fromhex('00000b0000000800%02x%02x07' % (known, flags)) for known in range(8) for flags in range(8)]
        assert_like_peer([header + acknowledgement for header in headers] + [bytes.fromhex('000014000020004000000b1192002105060700a0') + acknowledgement],
                         FLAGS, link_type=127)

    def test_network_names(self):
        frame = bytes.fromhex('40000000ffffffffffff020000000001ffffffffffff0000') + b'\0\6ab\0cde\1\2\x82\x84'
        assert_like_peer(frames.truncations(frame, 1), FLAGS, link_type=105)

    def test_key_exchange_notifications(self):
        for kind in (1, 17, 1538, 16384, 16390):
            for spi in (b'', b'abcd'):
                payload = struct.pack('!BBHBBH', 0, 0, 11 + len(spi), 1, len(spi), kind) + spi + b'xyz'
                self.cut(over_udp(b'COOKIE12COOKIE34' + bytes([41, 0x20, 0x23, 0x20]) + struct.pack('!II', 0, 28 + len(payload)) + payload, 500), 68)

    def test_multipath(self):
        for option in ('1e14008181' + '59' * 15, '1e16008181' + '59' * 17, '1e0b86000102030405060708', '0d0c2003a896f3fe028dc04e'):
            for flags in (2, 4, 8, 16):
                assert_like_peer([frames.ethernet(frames.tcp(b'', 1, 2, flags, options=bytes.fromhex(option)))])

    def test_options(self):
        for option in ('94020000', '94030000', '94040000'):
            assert_like_peer([frames.ethernet(frames.ipv4(b'x', 17, options=bytes.fromhex(option)))])
        nothing = struct.pack('!IHBB', 0x60000000, 0, 0, 64) + bytes(32) + bytes.fromhex('3b00010400000000')
        self.cut(frames.ethernet(nothing), 54)

    def test_quoted_datagram(self):
        quoted = struct.pack('!BBHI', 5, 12, 0, 0x14151617) + frames.udp(b'hello', 1, 2)
        self.cut(frames.ethernet(frames.ipv4(quoted, 1)))
        for length in range(6):
            short = struct.pack('!BBHI', 3, 1, 0, 0) + bytes([0x45, 0, 0, length]) + bytes(20)
            assert_like_peer([frames.ethernet(frames.ipv4(short, 1))], FLAGS)


class Text(unittest.TestCase):
    def test_carriage_returns(self):
        for text in (b'AB\rC', b'AB\rCD', b'AB\r', b'ABC\r\r', b'A\r\rBC', b'A\r\rC', b'A\rC\rC', b'A\r\n', b'A\r\r\n', b'A\r\r\nC'):
            assert_like_peer([frames.ethernet(text, 0x88b7)], [['-A']])

    def test_unsupported_link(self):
        assert_like_peer([b'abcde', b'a' * 40], [[], ['-q'], ['-x'], ['-X'], ['-A']], link_type=160)

    def test_domain_list(self):
        for names in ('07 6578616d706c65 03636f6d00 0373656c c000', '07 6578616d706c65 c006', '0565'):
            options = struct.pack('!HH', 24, len(bytes.fromhex(names))) + bytes.fromhex(names) + bytes.fromhex('00070001ff 0070000a') + b'http://\0ab'
            assert_like_peer(frames.truncations(over_udp(bytes.fromhex('07010203') + options, 547), 42), (['-v'],))


if __name__ == '__main__':
    unittest.main()
