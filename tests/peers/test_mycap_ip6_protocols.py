"""mycap's text of what belongs to IPv6 beside tcpdump's: RIPng and the mobility header."""
import struct
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

FLAGS = ([], ['-v'], ['-vv'], ['-e'], ['-q'])
ADDRESS = bytes.fromhex('20010db8000000000000000000000001')


def ripng(command, *entries, version=1, ports=(521, 521)):
    body = struct.pack('!BBH', command, version, 0) + b''.join(entries)
    return frames.ethernet(frames.udp(body, *ports, 'fe80::1', 'ff02::9'))


def route(address=ADDRESS, tag=0, length=64, metric=1):
    return address + struct.pack('!HBB', tag, length, metric)


EVERYTHING = route(bytes(16), 0, 0, 16)
RIPNG = [ripng(command, route()) for command in range(6)] + [ripng(command, *entries) for command in (1, 2) for entries in
         ((EVERYTHING,), (EVERYTHING, route()), (route(tag=5), route(length=128, metric=16)), (), (route(), b'abc'), (b'abc',))]
RIPNG += [ripng(2, route(), version=2), ripng(2, route(), ports=(9, 521)), ripng(2, route(), ports=(521, 9)), frames.ethernet(frames.udp(b'\2', 521, 521))]


def mobility(kind, body, length=None, protocol=135):
    body += b'\0' * (-(6 + len(body)) % 8)
    blocks = (6 + len(body)) // 8 - 1 if length is None else length
    return frames.ethernet(frames.ipv6(struct.pack('!BBBBH', 59, blocks, kind, 0, 0x1234) + body, protocol))


def option(kind, data):
    return bytes([kind, len(data)]) + data


FIXED = {0: b'\0\0', 1: b'\0\0' + b'C' * 8, 2: b'\0\0' + b'C' * 8, 3: b'\0\7' + b'C' * 8 + b'T' * 8, 4: b'\0\7' + b'C' * 8 + b'T' * 8,
         5: struct.pack('!HHH', 9, 0xf800, 30), 6: struct.pack('!BBHH', 0, 0x80, 9, 30), 7: b'\1\0' + ADDRESS}
OPTIONS = [b'', b'\0\0\0', option(1, b''), option(1, b'\0\0'), option(2, b'\0\5'), option(3, ADDRESS), option(4, b'\0\1\0\2'), option(5, b'a' * 12),
           option(9, b'ab'), option(200, b''), option(2, b'\0'), option(3, b'abc'), option(4, b'a'), option(5, b'abc'), b'\1\x28xx',
           option(2, b'\0\5') + option(3, ADDRESS) + option(1, bytes(6))]
MOBILITY = [mobility(kind, fixed + options) for kind, fixed in FIXED.items() for options in OPTIONS]
MOBILITY += [mobility(kind, b'\0\1\0\2' + b'abcdefghijklmnopqrst') for kind in range(20)]
MOBILITY += [mobility(kind, FIXED[kind], length) for kind in FIXED for length in (0, 1, 9)]
MOBILITY += [mobility(5, struct.pack('!HHH', 9, flags, 30)) for flags in (0, 0x8000, 0x4000, 0x2000, 0x1000, 0x0fff)]
MOBILITY += [mobility(5, FIXED[5], protocol=62), frames.ethernet(frames.ipv4(b'\x3b\0\0\0\0\0\0\0', 135))]


class Ip6Protocols(unittest.TestCase):
    def test_ripng(self):
        assert_like_peer(RIPNG, FLAGS)

    def test_mobility(self):
        assert_like_peer(MOBILITY, FLAGS)

    def test_cut_captures(self):
        whole = [RIPNG[1], RIPNG[8], mobility(3, FIXED[3] + OPTIONS[5]), mobility(5, FIXED[5]), mobility(6, FIXED[6]), mobility(7, FIXED[7])]
        assert_like_peer([f for m in whole for f in frames.truncations(m, 54)], ([], ['-v'], ['-vv']))


if __name__ == '__main__':
    unittest.main()
