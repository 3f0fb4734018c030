"""mycap's text of DHCP, NTP, TFTP and syslog, beside tcpdump's."""
import random
import struct
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

SECONDS = 0xe8f0c0de  # a moment of 2023, counted as NTP does


def over_udp(port, data):
    return frames.ethernet(frames.udp(data, 4000, port))


class Services(unittest.TestCase):
    def setUp(self):
        self.chance = random.Random(11)

    def compare(self, port, messages):
        """Whole, cut by the capture, shortened by the sender, and broken."""
        packets = [over_udp(port, message) for message in messages]
        for message in self.chance.sample(messages, 12):
            frame = over_udp(port, message)
            packets += frames.truncations(frame, 42, 1 + len(message) // 60) + frames.corruptions(frame, 25, 42)
        packets += [over_udp(port, message[:self.chance.randrange(len(message) + 1)]) for message in messages[:60]]
        assert_like_peer(packets)

    def tftp(self):
        strings = (b'file\0', b'octet\0', b'\0', b'blksize\x001428\0', b'x\xe9\1\0', b'open')
        code = self.chance.choice((1, 2, 3, 4, 5, 6, 0, 9))
        number = struct.pack('!H', self.chance.randrange(10)) if code in (3, 4, 5) else b''
        return struct.pack('!H', code) + number + b''.join(self.chance.sample(strings, self.chance.randrange(4)))

    def ntp_time(self):
        pick = self.chance.choice
        base = pick((0, SECONDS << 32, SECONDS << 32 | 0x12345678, 0x12345678))
        stamps = [pick((base, (base + 5) % 2**64, (base - 5) % 2**64, (base + 2**32) % 2**64, (base - 2**33) % 2**64))
                  for _ in range(4)]
        head = bytes([self.chance.randrange(32) << 3 | pick((0, 1, 2, 3, 4, 5, 7)), pick((0, 1, 2, 3, 15, 16, 62, 63, 255)),
                      pick((6, 10, 0, 31, 32, 250, 255)), self.chance.randrange(256)])
        return head + self.chance.randbytes(8) + pick((b'GPS\0', b'\x0a\0\0\1')) + struct.pack('!QQQQ', *stamps) + \
            bytes(pick((0, 0, 4, 7, 16, 20, 24)))

    def ntp_control(self):
        data = bytes(self.chance.choice((0, 4, 9)))
        return bytes([0x26, self.chance.randrange(256)]) + struct.pack(
            '!HHHHH', 5, self.chance.choice((0, 0x615)), 1, 0, len(data) + self.chance.choice((0, 0, 3))) + data

    def dhcp_option(self, tag):
        pick = self.chance.choice
        special = {
            53: lambda: bytes([self.chance.randrange(16)]),
            61: lambda: pick((b'', bytes([pick((0, 1, 6, 254))]) + b'abcdef')),
            77: lambda: pick((b'\3abc\2de', b'\0a', b'\5ab', b'', b'\1')),
            81: lambda: pick((bytes([self.chance.randrange(256), pick((0, 2)), 0]) + b'host', b'\1')),
            82: lambda: pick((b'\1\4abcd\2\2ef', b'\6\1a\x09\2xy', b'\1\7a', b'\1')),
            121: lambda: pick((b'\0\1\2\3\4', b'\x18\x0a\0\0\1\2\3\4\0\1\2\3\4', b'\x21\1\2\3\4\5', b'\x20\1\2\3\4\5', b'\x08'))}
        data = special.get(tag, lambda: self.chance.randbytes(pick((0, 1, 2, 3, 4, 4, 5, 8))))()
        return bytes([tag, len(data)]) + data

    def dhcp(self, options):
        pick = self.chance.choice
        head = struct.pack('!BBBBIHH', pick((1, 1, 2, 3)), pick((1, 1, 6)), pick((6, 6, 8)), pick((0, 1)), pick((0, 77)),
                           pick((0, 9)), pick((0, 0x8000, 0x7fff)))
        addresses = b''.join(pick((bytes(4), b'\x0a\1\2\3')) for _ in range(4))
        names = pick((b'', b'srv\1', b'a' * 64)).ljust(64, b'\0') + pick((b'', b'boot')).ljust(128, b'\0')
        return head + addresses + bytes.fromhex('020000000001').ljust(16, b'\0') + names + options

    def any_dhcp(self):
        tags = (1, 2, 12, 19, 21, 46, 52, 53, 53, 55, 61, 77, 81, 82, 121, 249, self.chance.randrange(1, 255))
        options = b''.join(self.dhcp_option(tag) for tag in self.chance.sample(tags, self.chance.randrange(6)))
        return self.dhcp(b'\x63\x82\x53\x63' + options + self.chance.choice((b'\xff', b'\xff\0\0', b'\0\0\0\xff', b'')))

    def test_syslog(self):
        self.compare(514, [b'<%d>text \xe9\n\1' % n for n in (*range(200), 999, 1000)] +
                     [b'', b'x', b'<', b'<1', b'<123', b'<>x', b'<a>', b'<12x>', b'<13>', b'<<3>a', b'<1>>'])

    def test_tftp(self):
        self.compare(69, [self.tftp() for _ in range(300)])

    def test_ntp(self):
        self.compare(123, [self.ntp_time() for _ in range(200)] + [self.ntp_control() for _ in range(60)])

    def test_dhcp(self):
        self.compare(67, [self.any_dhcp() for _ in range(200)])

    def test_every_dhcp_option(self):
        assert_like_peer([over_udp(67, self.dhcp(b'\x63\x82\x53\x63' + bytes([tag, n]) + bytes(range(n)) + b'\xff'))
                          for tag in range(1, 255) for n in (0, 3, 4)], (['-v'],))

    def test_other_vendor_fields(self):
        fields = (b'', bytes(4), b'\1\2\3\4', b'CMU\0' + bytes(60), *(b'CMU\0' + bytes([flags, 0, 0, 0]) + bytes(range(1, 57))
                                                                      for flags in range(4)))
        assert_like_peer([over_udp(67, self.dhcp(field)) for field in fields])


if __name__ == '__main__':
    unittest.main()
