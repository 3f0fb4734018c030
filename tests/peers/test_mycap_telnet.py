"""mycap's text of telnet commands beside tcpdump's."""
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

FLAGS = ([], ['-v'], ['-q'], ['-x'], ['-vvX'], ['-vvvX'], ['-vvvA'])


def telnet(data, ports=(4000, 23)):
    return frames.ethernet(frames.tcp(data, *ports))


class Telnet(unittest.TestCase):
    def test_commands(self):
        assert_like_peer([telnet(bytes([255, command, option])) for command in range(230, 256) for option in (0, 24, 60, 240, 255)], FLAGS)
        assert_like_peer([telnet(bytes([255, 253, option]), (23, 4000)) for option in range(256)], ([],))

    def test_negotiations(self):
        assert_like_peer([telnet(b'\xff\xfa' + bytes([option, action, kind]) + b'\0ab\xff\xf0') for option in (24, 37, 38, 99)
                          for action in range(10) for kind in range(12)], ([], ['-vvvX']))

    def test_odd_ends(self):
        odd = (b'\xff', b'\xff\xfa\x18', b'\xff\xfa\x18\0abc\xff', b'\xff\xfa\x18\0abc\xf0', b'\xff\xfa\x18\0abc\xff\xf1', b'\xff\xfa\x18\xff',
               b'\xff\xfa\x18\0abcdefghi\xff\xf0', b'abc', b'abc\xff\xf4', b'\xff\xfa\x18\xff\xf0')
        assert_like_peer([telnet(data) for data in odd], FLAGS)

    def test_cut(self):
        frame = telnet(b'\xff\xfd\3\xff\xfa\x18\0vt\xff\xf0\xff\xfd\3')
        assert_like_peer(frames.truncations(frame, 54) + frames.corruptions(frame, 200, 54), FLAGS)


if __name__ == '__main__':
    unittest.main()
