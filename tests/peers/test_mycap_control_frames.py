"""mycap's text of Ethernet's MAC control frames and of Auto-RP, beside tcpdump's."""
import struct
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

FLAGS = ([], ['-v'], ['-vv'], ['-q'], ['-e'], ['-x'])


def control(opcode, body, timestamp=0x11223344):
    return frames.ethernet(struct.pack('!HI', opcode, timestamp) + body, 0x8808)


class ControlFrames(unittest.TestCase):
    def test_pause(self):
        assert_like_peer(frames.truncations(frames.ethernet(b'\0\1\x12\x34' + bytes(42), 0x8808), 14), FLAGS)

    def test_optical_networks(self):
        packets = [control(opcode, bytes([flags]) + bytes(range(1, 46))) for opcode in range(9) for flags in (0, 1, 2, 3, 4, 7, 8, 0x35, 0xf9)]
        packets += [control(5, bytes([0, 1, flags, 4, 5, 6])) for flags in range(9)]
        packets += [control(3, bytes([2, queues]) + bytes(range(20))) for queues in (0, 1, 0x80, 0xff, 0x5a)]
        for packet in (control(2, bytes([2]) + bytes(range(20))), control(3, bytes([3, 3]) + bytes(range(12))), *(control(opcode, bytes(range(1, 9))) for opcode in (4, 5, 6, 7))):
            packets += frames.truncations(packet, 14)
        assert_like_peer(packets, FLAGS)


class AutoRp(unittest.TestCase):
    GOOD = bytes.fromhex('11020078000000000a000001030200 04e0000000 0108ef010101 0a000002 0101 0010e1010000')

    def test_messages(self):
        packets = [frames.ethernet(frames.udp(message, 496, 496)) for message in
                   (self.GOOD, b'\x12' + self.GOOD[1:], b'\x21' + self.GOOD[1:], b'\x11\1\0\0' + self.GOOD[4:], self.GOOD[:12] + b'\xfe' + self.GOOD[13:], self.GOOD[:14] + b'\xfe' + self.GOOD[15:])]
        packets.append(frames.ethernet(frames.udp(self.GOOD, 496, 4000)))
        assert_like_peer(packets + frames.truncations(packets[0], 42) + frames.corruptions(packets[0], 200, 42), FLAGS)


if __name__ == '__main__':
    unittest.main()
