"""Of two well-known ports the same one decides as in tcpdump, whichever is the source."""
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

PORTS = (53, 5353, 67, 68, 69, 123, 161, 162, 514, 520, 521, 546, 547, 1645, 1646, 1812, 1813, 1985, 3784, 3785, 3799, 4784, 4789, 5060,
         6081, 6784, 40000)
TCP_PORTS = (21, 22, 25, 43, 53, 80, 179, 554, 6379, 8080, 8554, 40000)
PAYLOAD = b'\1\1\0\x30' + bytes(44)


class Ports(unittest.TestCase):
    def test_every_pair_of_udp_ports(self):
        assert_like_peer([frames.ethernet(frames.udp(PAYLOAD, a, b)) for a in PORTS for b in PORTS], ([],))

    def test_every_pair_of_tcp_ports(self):
        for payload in (b'GET / HTTP/1.0\r\nHost: x\r\n\r\n', b'*1\r\n$4\r\nPING\r\n', b'\xff' * 16 + b'\0\x13\4'):
            assert_like_peer([frames.ethernet(frames.tcp(payload, a, b)) for a in TCP_PORTS for b in TCP_PORTS], ([],))


if __name__ == '__main__':
    unittest.main()
