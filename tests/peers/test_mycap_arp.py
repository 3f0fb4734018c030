"""mycap's text of ARP, RARP, inverse ARP and ARP over ATM, beside tcpdump's."""
import struct
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

ADDRESSES = bytes.fromhex('020000000001 0a000001 020000000002 0a000002')


def arp(hardware=1, protocol=0x0800, hardware_length=6, protocol_length=4, operation=1, body=ADDRESSES):
    header = struct.pack('!HHBBH', hardware, protocol, hardware_length, protocol_length, operation)
    return frames.ethernet(header + body, 0x0806)


def atm_arp(operation, lengths=(20, 0, 4, 20, 0, 4)):
    sender, sender_sub, sender_protocol, target, target_sub, target_protocol = lengths
    header = struct.pack('!HHBBHBBBB', 19, 0x0800, sender, sender_sub, operation, sender_protocol, target, target_sub,
                         target_protocol)
    return frames.ethernet(header + bytes(range(1, 80)), 0x0806)


class Arp(unittest.TestCase):
    def test_operations(self):
        assert_like_peer([arp(operation=n) for n in range(16)] + [atm_arp(n) for n in range(16)])

    def test_hardware_types(self):
        assert_like_peer([arp(hardware=n, operation=op) for n in (*range(40), 65535) for op in (1, 2)])

    def test_lengths_and_protocols(self):
        body = ADDRESSES + bytes(range(60))
        packets = [arp(protocol=p, hardware_length=h, protocol_length=n, operation=op, body=body)
                   for p in (0x0800, 0x1000, 0x86dd, 0x0888) for h in (0, 1, 6, 16) for n in (0, 4, 16)
                   for op in (1, 2, 4, 8)]
        assert_like_peer(packets, ([], ['-v']))

    def test_frame_relay_addresses(self):
        assert_like_peer([arp(15, hardware_length=n, body=bytes([a, b, c, d] * 10))
                          for n in range(7) for a in (0, 1, 0xfc) for b in (0, 1, 0xf1) for c in (2, 3) for d in (4, 5)])

    def test_atm_lengths(self):
        assert_like_peer([atm_arp(op, lengths) for op in (1, 2, 8, 9, 10)
                          for lengths in ((20, 4, 4, 20, 4, 4), (0x54, 0, 0, 8, 0, 16), (0, 0, 4, 0, 0, 4))])

    def test_cut_and_broken(self):
        for frame in (arp(), atm_arp(1)):
            assert_like_peer(frames.truncations(frame, 14) + frames.corruptions(frame, 300, 20))


if __name__ == '__main__':
    unittest.main()
