"""mycap's text of OSI packets beside tcpdump's: CLNP with all its options, ES-IS, and IP inside OSI frames."""
import struct
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

FLAGS = ([], ['-e'], ['-v'], ['-vv'], ['-ev'], ['-q'])
OURS, THEIRS = b'\x49\0\1' + b'\1' * 6 + b'\0', b'\x49\0\1' + b'\2' * 6 + b'\0'


def sized(data):
    return bytes([len(data)]) + data


def ethernet(body):
    return frames.ethernet(b'\3' + body, 0xfefe)


def llc(body):
    return frames.ethernet(b'\xfe\xfe\3' + body, 3 + len(body))


def clnp(kind=0x1c, lifetime=16, destination=THEIRS, source=OURS, segment=b'', options=b'', data=b'data1234', checksum=0, length=None, version=1):
    addresses = sized(destination) + sized(source)
    size = 9 + len(addresses) + len(segment) + len(options)
    return bytes([0x81, size if length is None else length, version, lifetime, kind]) + \
        struct.pack('!HH', size + len(data), checksum) + addresses + segment + options + data


def esis(kind, body, checksum=0, length=None, version=1):
    return bytes([0x82, 9 + len(body) if length is None else length, version, 0, kind]) + struct.pack('!HH', 30, checksum) + body


CLNP = [clnp(kind) for kind in range(32)] + [clnp(0x1c | flags, segment=struct.pack('!HHH', 7, 16, 100) if flags & 0x80 else b'')
                                            for flags in (0x20, 0x40, 0x80, 0xe0)]
CLNP += [clnp(checksum=n) for n in (0x1234, 0xafa0)] + [clnp(length=n) for n in (5, 9, 20, 200)] + [clnp(version=2), clnp(lifetime=255)]
CLNP += [clnp(destination=b''), clnp(source=b'a' * 21), clnp(1, data=clnp()), clnp(1, data=b''), clnp(1, data=b'\x82'), clnp(data=b'')]
OPTIONS = [bytes([kind, 3]) + b'\1\2\3' for kind in range(0xc0, 0x100)] + [bytes([0xc1, 1, reason]) for reason in range(256)]
OPTIONS += [sized_kind + sized(body) for sized_kind in (b'\xc3', b'\xc5', b'\xc8', b'\xcb', b'\xcc', b'\xcd')
            for body in (b'', b'\1', b'\1\5', b'\0\3' + sized(b'\x49\0\1'), b'\1\x0a\3abc\2xy', b'\x40', b'\xc0\1', b'\xff\2\3', b'\2\1', b'\0\0')]
OPTIONS += [b'\xcc', b'\xcc\x09ab']
ESIS = [esis(kind, sized(OURS)) for kind in range(10)] + [esis(2, b'\2' + sized(OURS) + sized(OURS[:5])), esis(2, b'\1' + sized(OURS), checksum=0x1234)]
ESIS += [esis(6, sized(OURS) + sized(b'\2' * 6) + tail) for tail in (sized(OURS), b'\0', b'')] + [esis(6, sized(OURS) + b'\0\0')]
ESIS += [esis(2, b'\1' + sized(OURS), length=n) for n in (4, 8, 9, 12, 250)] + [esis(2, b'', version=2)]
ESIS += [esis(4, sized(OURS) + bytes([kind]) + sized(value)) for kind in (*range(0xc0, 0xd0), 129, 1, 225, 226)
         for value in (b'', b'\0\x1e', b'\x81\xcc\x8e')]
OTHERS = [bytes([kind]) + b'abcdefghij' for kind in (0, 9, 0x80, 0x84, 0x8f, 0xb1, 0xc0, 0xc1, 0xfe)] + [b'\x81', b'\x81\1', b'\x82', b'']
OTHERS += [b'\xcc' + frames.ipv4(struct.pack('!HHHH', 1, 2, 8, 0), 17), b'\x8e' + frames.ipv6(struct.pack('!HHHH', 1, 2, 8, 0), 17)]


class Osi(unittest.TestCase):
    def test_clnp(self):
        assert_like_peer([ethernet(clnp(options=option)) for option in OPTIONS] + [wrap(m) for m in CLNP for wrap in (ethernet, llc)], FLAGS)

    def test_esis(self):
        assert_like_peer([wrap(m) for m in ESIS for wrap in (ethernet, llc)], FLAGS)

    def test_other_protocols(self):
        assert_like_peer([wrap(m) for m in OTHERS for wrap in (ethernet, llc)], FLAGS)

    def test_cut_captures(self):
        whole = [CLNP[0], CLNP[35], clnp(1, data=clnp()), clnp(options=OPTIONS[3]), ESIS[10], ESIS[12], ESIS[-1]]
        assert_like_peer([f for m in whole for f in frames.truncations(ethernet(m), 15)], ([], ['-v'], ['-ev']))


if __name__ == '__main__':
    unittest.main()
