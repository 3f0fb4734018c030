"""mycap's text of packets whose type -T tells, whatever their ports, beside tcpdump's."""
import struct
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')


def over_udp(data):
    return frames.ethernet(frames.udp(data, 5000, 5004))


def forced(kind, packets):
    assert_like_peer(packets, [['-T', kind, *more] for more in ([], ['-v'], ['-vv'], ['-q'], ['-x'], ['-e'])])


def media(kind=0, marker=0, extension=0, version=2, contributors=0):
    return struct.pack('!BBHII', version << 6 | extension << 4 | contributors, marker << 7 | kind, 0x1234, 1000, 0xdeadbeef)


class Media(unittest.TestCase):
    def test_transport(self):
        packets = [over_udp(media(kind, marker, version=version) + bytes(20)) for kind in (0, 8, 28, 31, 96) for marker in (0, 1) for version in range(4)]
        packets += [over_udp(media(31, extension=1) + struct.pack('!HH', 0xbede, words) + b'abcdefgh') for words in range(5)]
        packets += [over_udp(media(8, contributors=2) + bytes(12)), over_udp(b'ab'), over_udp(b'')]
        packets += [over_udp(bytes.fromhex('409f123400000001') + options + bytes(8)) for options in (b'\x80\1\2\3', b'\0\1\2\3\x80\1\0\0', b'\0\0\0\0', b'\x80\x7f\0\0')]
        for frame in packets[:2] + packets[-8:]:
            packets = packets + frames.truncations(frame, 42)
        forced('rtp', packets)

    def test_control(self):
        receiver = struct.pack('!BBHI', 0x81, 201, 7, 0x11111111) + struct.pack('!6I', 0x22222222, 0x10000005, 0x00010002, 33, 0x12345678, 0x10000)
        sender = struct.pack('!BBH6I', 0x81, 200, 12, 0x11111111, 0x83aa7e80, 0x80000000, 1000, 5, 600) + receiver[8:]
        description = struct.pack('!BBHIBB', 0x81, 202, 3, 0x11111111, 1, 4) + b'me@x\0\0'
        bye = struct.pack('!BBHI', 0x81, 203, 1, 0x11111111)
        frame = over_udp(sender + receiver + description + bye)
        forced('rtcp', [over_udp(one) for one in (receiver, sender, description, bye, b'\x80\xcf\0\2' + bytes(8), b'ab', b'\xc3' + receiver[1:])] +
               frames.truncations(frame, 42) + frames.corruptions(frame, 150, 42))


class Others(unittest.TestCase):
    def test_tunnel(self):
        inner = frames.ethernet(frames.udp(b'hello', 1, 2))
        forced('vxlan', frames.truncations(over_udp(b'\x08\0\0\0\0\0\7\0' + inner), 42))

    def test_precision_time(self):
        forced('ptp', frames.truncations(over_udp(bytes.fromhex('1002002c0304400000000000000510340102030469036e7469747901120009067f000063458375bcd150')), 42))

    def test_redis(self):
        forced('resp', frames.truncations(frames.ethernet(frames.tcp(b'*1\r\n$4\r\nPING\r\n', 5000, 6000)), 54))


if __name__ == '__main__':
    unittest.main()
