"""mycap's text of what Cisco's switches tell each other about trunks, VLANs and links (DTP, VTP, UDLD), beside tcpdump's."""
import struct
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

FLAGS = ([], ['-v'], ['-vvv'], ['-q'], ['-x'], ['-e'], ['-vvX'])


def cisco(pid, payload):
    packet = bytes.fromhex('aaaa0300000c') + struct.pack('!H', pid) + payload
    return frames.ethernet(packet, len(packet), destination='01000ccccccc')


def fields(values):
    return b''.join(struct.pack('!HH', kind, 4 + len(value)) + value for kind, value in values)


def check(frame, start=14):
    assert_like_peer(frames.truncations(frame, start) + frames.corruptions(frame, 120, 22), FLAGS)


class Trunks(unittest.TestCase):
    def test_trunking(self):
        good = ((1, b'cisco'), (2, b'\x81'), (3, b'\xa5'), (4, b'\0\x1f\x6d\x96\xec\4'), (9, b'zz'))
        check(cisco(0x2004, b'\1' + fields(good)))
        odd = ((2, b'ab'),), ((4, b'ab'),), ((1, b''),), ((1, b'a\0b'),), ((0, b'abcd'), (1, b'x'))
        assert_like_peer([cisco(0x2004, b'\1' + fields(one)) for one in odd] + [cisco(0x2004, b''), cisco(0x2004, b'\1ab'), cisco(0x2004, b'\1\0\1\0\3')], FLAGS)

    def test_link_detection(self):
        good = ((1, b'FOC'), (2, b'Gi0/1'), (3, b'\0\0\0\1\0\3abc\0\2de'), (4, b'\x0f'), (5, b'\5'), (6, b'S1'), (7, b'\0\0\0\x08'), (8, b'xx'))
        check(cisco(0x111, b'\x21\1\x39\x56' + fields(good)))
        assert_like_peer([cisco(0x111, bytes([0x20 | code, flags, 0, 1])) for code in range(32) for flags in (0, 3, 255)], FLAGS)
        odd = (((1, b''),), ((3, b''),), ((4, b'ab'),), ((7, b'abc'),))
        assert_like_peer([cisco(0x111, b'\x21\1\0\0' + fields(one)) for one in odd] + [cisco(0x111, b'\x21\1')], FLAGS)


class Vlans(unittest.TestCase):
    DOMAIN = b'cisco'.ljust(32, b'\0')

    @staticmethod
    def vlan(number, name, state=0, kind=1, extra=b'', size=None):
        body = bytes([state, kind, len(name) if size is None else size]) + struct.pack('!HHI', number, 1500, 100000 + number) + name + b'\0' * (-len(name) % 4) + extra
        return bytes([len(body) + 1]) + body

    def subset(self, *vlans):
        return cisco(0x2003, bytes([1, 2, 1, 5]) + self.DOMAIN + struct.pack('!I', 300) + b''.join(vlans))

    def test_messages(self):
        summary = bytes([1, 1, 0, 5]) + self.DOMAIN + struct.pack('!I', 1000) + bytes([155, 1, 37, 7]) + b'930301000900' + bytes(range(16)) + bytes.fromhex('0101000200')
        check(cisco(0x2003, summary))
        for kind in (3, 4, 9):
            check(cisco(0x2003, bytes([1, kind, 0, 5]) + self.DOMAIN + struct.pack('!I', 5)))
        assert_like_peer([cisco(0x2003, bytes([1, 1, 0, length]) + summary[4:]) for length in (0, 1, 32, 33, 255)], FLAGS)

    def test_vlans(self):
        check(self.subset(self.vlan(1, b'default'), self.vlan(2, b'ab', 1), self.vlan(1002, b'name', 0, 3, bytes([1, 1, 0, 7, 2, 1, 0, 1]))))
        packets = [self.subset(self.vlan(5, b'x', state, kind)) for state in range(4) for kind in range(8)]
        packets += [self.subset(self.vlan(5, b'x', extra=bytes([field, 1, 0, value]))) for field in range(16) for value in range(5)]
        packets += [self.subset(self.vlan(5, b'x', extra=extra)) for extra in (b'\4\0', b'\4\2\0\1\0\2', b'\4\x09\0\1', b'\4')]
        packets += [self.subset(self.vlan(5, b'x', size=60)), self.subset(b'\0\1\2'), self.subset(b'\5\1\2\3\4\5'), self.subset(b'\x30\1\2\3\4\5')]
        assert_like_peer(packets, FLAGS)


if __name__ == '__main__':
    unittest.main()
