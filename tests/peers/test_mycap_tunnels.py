"""mycap's text of tunnels and PPP, of IGMP and of the router redundancy protocols, beside tcpdump's."""
import struct
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

FLAGS = ([], ['-v'], ['-vv'], ['-e'], ['-q'], ['-xv'])
INNER = frames.udp(b'hello', 1234, 4321)
INNER_FRAME = frames.ethernet(INNER)


def over_ip(payload, protocol):
    return frames.ethernet(frames.ipv4(payload, protocol))


class Tunnels(unittest.TestCase):
    def test_gre(self):
        packets = [over_ip(struct.pack('!HH', flags, protocol) + extra + payload, 47)
                   for protocol, payload in ((0x0800, INNER), (0x6558, INNER_FRAME), (0x1234, b'xyz'))
                   for flags, extra in ((0, b''), (0x8000, b'\x12\x34\0\0'), (0x3000, bytes(range(8))), (0x2081, bytes(range(8))), (2, b''))]
        packets.append(over_ip(struct.pack('!HHIIHH', 0x3081, 0x880b, 5, 7, 0, 1) + b'\xff\x03\x00\x21' + INNER, 47))
        assert_like_peer(packets + frames.truncations(packets[2], 34), FLAGS)

    def test_gre_source_routes(self):
        for route in ('080004080102030405060708', '080008080102030405060708', 'fffe000400010002', '12340002abcd'):
            packet = struct.pack('!HHHH', 0x4000, 0x0800, 1, 2) + bytes.fromhex(route) + bytes(4) + INNER
            assert_like_peer(frames.truncations(over_ip(packet, 47), 34), FLAGS)

    def test_vxlan_and_geneve(self):
        vxlan = frames.ethernet(frames.udp(b'\x08\0\0\0\0\0\7\0' + INNER_FRAME, 5, 4789))
        geneve = frames.ethernet(frames.udp(b'\x02\xc0\x65\x58\0\0\7\1' + b'\1\2\x80\1abcd' + INNER_FRAME, 5, 6081))
        plain = frames.ethernet(frames.udp(b'\0\0\x08\0\0\0\7\0' + INNER, 5, 6081))
        for frame in (vxlan, geneve, plain):
            assert_like_peer(frames.truncations(frame, 42), FLAGS)

    def test_mpls(self):
        stack = struct.pack('!III', 7 << 12 | 0x2ff, 1 << 12 | 5, 99 << 12 | 0x1ff)
        packets = [frames.ethernet(struct.pack('!I', label << 12 | 0x540) + payload, 0x8847)
                   for label in (0, 1, 3, 16, 1000) for payload in (INNER, b'zz', b'')]
        assert_like_peer(packets + frames.truncations(frames.ethernet(stack + INNER, 0x8847), 14), FLAGS)

    def test_ipsec_headers(self):
        packets = [over_ip(struct.pack('!BBHII', following, size, reserved, 0x1234, 7) + bytes(range(4 * (size - 1))) + b'x' * 30, 51)
                   for following in (50, 99) for size in (1, 4) for reserved in (0, 9)]
        packets += [over_ip(bytes(range(n)), protocol) for protocol in (50, 108) for n in (6, 8, 9, 30)]
        assert_like_peer(packets + frames.truncations(packets[2], 34), FLAGS)


class Ppp(unittest.TestCase):
    @staticmethod
    def control(protocol, code, data, length=None):
        return struct.pack('!HBBH', protocol, code, 7, 4 + len(data) if length is None else length) + data

    LCP = ('0104 05dc', '0206 00000001', '0304 c023', '0305 c22305', '0408 c0250000 0001', '0506 01020304', '0702', '0802', '0d03 06',
           '1104 05dc', '1307 0201020304', '1309 03010203040506', '1704 0102', '1e04 7a7a', '4d04 7979', '0101', '0003 00')
    IPCP = ('010a 0001020304050607', '0206 002d0f01', '0306 01020304', '8106 08080808', '0904 7a7a', '0301')

    def test_negotiation(self):
        packets = [self.control(protocol, code, bytes.fromhex(option))
                   for protocol, options in ((0xc021, self.LCP), (0x8021, self.IPCP), (0x8057, ('010a 0001020304050607', '0204 abcd')),
                                             (0x80fd, ('1503 2f', '1a04 7805', '1206 00000001')))
                   for option in options for code in (1, 3)]
        packets += [self.control(0xc021, code, data) for code in range(17) for data in (b'', b'abc', b'\0\0\0\1data', bytes(12))]
        packets += [self.control(0xc021, 1, b'abc', 3), self.control(0xc021, 1, b'abc', 30)]
        assert_like_peer(packets, FLAGS, link_type=9)

    def test_authentication(self):
        packets = [struct.pack('!HBBH', protocol, code, 3, length) + b'\x04\1\2\3\4bob\2pw' for protocol in (0xc223, 0xc023)
                   for code in range(1, 6) for length in (3, 4, 8, 15, 40)]
        assert_like_peer(packets + frames.truncations(packets[3], 2), FLAGS, link_type=50)

    def test_over_ethernet(self):
        tags = b''.join(struct.pack('!HH', kind, len(value)) + value
                        for kind, value in ((0x101, b'svc'), (0x102, b'ac\1name'), (0x103, b'\1\2\3a'), (0x104, b''), (0x999, b'zz')))
        packets = [frames.ethernet(struct.pack('!BBHH', 0x11, code, session, len(tags)) + tags, 0x8863)
                   for code in (9, 7, 0x19, 0x65, 0xa7, 0x33) for session in (0, 0x1234)]
        session = frames.ethernet(struct.pack('!BBHH', 0x11, 0, 5, len(INNER) + 2) + b'\0\x21' + INNER, 0x8864)
        assert_like_peer(packets + frames.truncations(packets[0], 14) + frames.truncations(session, 14), FLAGS)

    def test_hdlc(self):
        keepalive = struct.pack('!BBHIIIHI', 0x8f, 0, 0x8035, 2, 1, 2, 0xffff, 0x12345678)
        packets = [b'\x0f\0\x08\0' + INNER, keepalive, keepalive + b'zzz', b'\x8f\0\x80\x35\0\0\0\1\1\2\3\4\5\6\7\x08\0\0', b'\x33\0\x12\x34abc']
        assert_like_peer(packets + frames.truncations(keepalive, 1), FLAGS, link_type=104)


class Groups(unittest.TestCase):
    def test_igmp(self):
        packets = [over_ip(struct.pack('!BBH4s', kind, code, 0, bytes([224, 1, 2, 3])) + extra, 2)
                   for kind in (0x11, 0x12, 0x16, 0x17, 0x33) for code in (0, 5, 100, 0xc1) for extra in (b'', b'zz', b'\2\x7d\0\1abcd')]
        report = struct.pack('!BBHHH', 0x22, 0, 0, 0, 2) + b'\1\0\0\0\xe0\1\1\1' + b'\4\0\0\2\xe0\1\1\2' + bytes(range(8))
        assert_like_peer(packets + frames.truncations(over_ip(report, 2), 34), FLAGS)

    def test_redundancy(self):
        vrrp = [over_ip(struct.pack('!BBBBBBH', version << 4 | kind, 7, 100, 1, auth, 1, 0) + b'\1\2\3\4secret\0\0', 112)
                for version in (2, 3, 4) for kind in (1, 2) for auth in (0, 1, 7)]
        hsrp = [frames.ethernet(frames.udp(struct.pack('!BBBBBBBB8s4s', version, op, state, 3, 70, 100, 1, 0, b'cisco', b'\1\2\3\4'), 1985, 1985))
                for version in (0, 1) for op in range(4) for state in (0, 1, 2, 4, 8, 16, 3)]
        assert_like_peer(vrrp + hsrp + frames.truncations(vrrp[0], 34) + frames.truncations(hsrp[0], 42), FLAGS)
        assert_like_peer([over_ip(b'\x21\7\0\7\0\1\0\0' + bytes(range(28)), 112)], [['-T', 'carp'], ['-T', 'carp', '-v']])

    def test_eap(self):
        methods = (b'\1bob', b'\1', b'\2note', b'\2', b'\3\x0d\x15', b'\3', b'\4\x10abcd', b'\x0d\xe0abc', b'\x15\xe3\0\0\1\2ab', b'\x12\x0a', b'\x2b\x21', b'\x55')
        packets = []
        for code in (1, 2, 3, 9):
            for data in methods:
                packet = struct.pack('!BBH', code, 9, 4 + len(data)) + data
                packets.append(frames.ethernet(struct.pack('!BBH', 2, 0, len(packet)) + packet, 0x888e))
        packets += [frames.ethernet(struct.pack('!BBH', 2, kind, 4) + b'abcd', 0x888e) for kind in range(6)]
        assert_like_peer(packets + frames.truncations(packets[0], 14), FLAGS)


if __name__ == '__main__':
    unittest.main()
