"""mycap's link types beside tcpdump's: cooked Linux captures, packets without a link header, loopback families."""
import struct
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

IPV4 = frames.udp(b'abcd', 1000, 2000)
IPV6 = frames.udp(b'abcd', 1000, 2000, '2001:db8::1', '2001:db8::2')
ADDRESS = bytes.fromhex('001b210000020000')


def sll(packet, protocol=0x0800, packet_type=0, hardware=1, address_length=6):
    return struct.pack('!HHH8sH', packet_type, hardware, address_length, ADDRESS, protocol) + packet


def sll2(packet, protocol=0x0800, packet_type=0, hardware=1, address_length=6, index=1):
    return struct.pack('!HHIHBB8s', protocol, 0, index, hardware, packet_type, address_length, ADDRESS) + packet


class Links(unittest.TestCase):
    PAYLOADS = ((0x0800, IPV4), (0x86dd, IPV6), (0x1234, b'hello world'), (0x8100, b'\x60\x05\x08\0' + IPV4), (0x8100, b'\0'),
                (4, b'\x42\x42\x03' + bytes(35)), (4, b'\xaa\xaa\x03\0\0\0\x08\0' + IPV4), (4, b'\x10\x20\x63abcde'), (12, b'abc'))

    def test_cooked(self):
        for make, link in ((sll, 113), (sll2, 276)):
            packets = [make(p, protocol) for protocol, p in self.PAYLOADS]
            packets += [make(IPV4, packet_type=n) for n in range(7)] + [make(IPV4, address_length=n) for n in (0, 1, 8, 9)]
            assert_like_peer(packets + frames.truncations(make(IPV4), 1), link_type=link)

    def test_without_a_link_header(self):
        for link in (frames.RAW, 228, 229):
            assert_like_peer([IPV4, IPV6, b'\x30abc', b'\x60'] + frames.truncations(IPV4, 1), link_type=link)

    def test_loopback_families(self):
        families = ((2, IPV4), (24, IPV6), (28, IPV6), (30, IPV6), (10, IPV6), (99, b'abcdef'))
        for link, orders in ((0, '<>'), (108, '>')):
            packets = [struct.pack(order + 'I', family) + packet for order in orders for family, packet in families]
            assert_like_peer(packets + frames.truncations(packets[0], 1), link_type=link)


if __name__ == '__main__':
    unittest.main()
