"""mycap's text of LLC and what bridges and switches tell each other, beside tcpdump's."""
import struct
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

FLAGS = ([], ['-v'], ['-vv'], ['-e'], ['-q'], ['-xv'])
BRIDGES = '0180c2000000'


def llc(payload, dsap=0x42, ssap=0x42, control=b'\x03'):
    packet = bytes([dsap, ssap]) + control + payload
    return frames.ethernet(packet, len(packet), destination=BRIDGES)


def snap(payload, pid=0x2000, oui=0x00000c):
    return llc(oui.to_bytes(3, 'big') + struct.pack('!H', pid) + payload, 0xaa, 0xaa)


def cut_and_broken(frame, start, count=150):
    return frames.truncations(frame, 14) + frames.corruptions(frame, count, start)


class Llc(unittest.TestCase):
    CONTROLS = (b'\x03', b'\x13', b'\xaf', b'\xbf', b'\xe3', b'\x7f', b'\x01\x01', b'\x05\x80', b'\x00\x04', b'\x0d\xff',
                b'\xaf\x81\x01\x02', b'\xaf\x81\x01')

    def test_service_access_points(self):
        assert_like_peer([llc(payload, dsap, ssap, control) for dsap in (0, 0x04, 0x42, 0xf0, 0x13, 0xab)
                          for ssap in (0, 0x06, 0xab, 0xf1, 0x77) for control in self.CONTROLS for payload in (b'', b'payload')], FLAGS)

    def test_snap(self):
        assert_like_peer([snap(bytes(range(40)), pid, oui) for oui in (0, 0xf8, 0x80c2, 0x123456)
                          for pid in (0x86de, 0x0999, 0x000e)], FLAGS)

    def test_vlan_tags(self):
        tags = [frames.ethernet(struct.pack('!HHHH', tci, inner, 5, 0x9999) + b'payload', outer)
                for outer in (0x8100, 0x88a8, 0x9100, 0x9200) for inner in (0x8100, 0x88a8) for tci in (0, 0x1fff, 0xe005)]
        assert_like_peer(tags + frames.truncations(tags[0], 10), FLAGS)


class SpanningTree(unittest.TestCase):
    ENDS = struct.pack('!8sI8sHHHHH', bytes.fromhex('8001001122334455'), 200000, bytes.fromhex('8002aabbccddeeff'), 0x8005,
                       0x0123, 0x1456, 0x0223, 0x0fff)

    def bpdu(self, version, kind, flags=0x3c, rest=b'\0'):
        return llc(bytes([0, 0, version, kind, flags]) + self.ENDS + rest)

    def test_versions(self):
        assert_like_peer([self.bpdu(version, kind, flags) for version in (0, 1, 2) for kind in (0, 2, 0x80, 7)
                          for flags in (0, 0x3c, 0xff)], FLAGS)

    def test_cut_and_broken(self):
        instance = b'\x7c' + bytes(range(15))
        configuration = b'\0' + b'region'.ljust(32, b'\0') + struct.pack('!H', 7) + bytes(range(16)) + bytes(13)
        multiple = self.bpdu(3, 2, rest=b'\0' + struct.pack('!H', 64 + 32) + configuration + instance * 2)
        for frame in (self.bpdu(0, 0), self.bpdu(2, 2), multiple):
            assert_like_peer(cut_and_broken(frame, 17), FLAGS)


class Discovery(unittest.TestCase):
    IPV4 = bytes.fromhex('0101cc00040a000001')
    CDP = ((1, b'switch'), (2, struct.pack('!I', 1) + IPV4), (3, b'Gi0/1'), (4, bytes([0, 0, 0, 0x29])), (5, b'IOS\nline 2'),
           (7, bytes(range(10))), (7, bytes(7)), (8, b'hello'), (10, b'\0\7'), (11, b'\1'), (12, b'zz'), (14, b'\1\2\3'), (15, b'\1\2'),
           (16, b'\x18\x9c'), (17, b'\0\0\5\xdc'), (18, b'\7'), (22, struct.pack('!I', 2) + IPV4), (23, b'\5loc'), (26, b'abcdef'))

    def cdp(self, fields):
        return snap(b'\x02\xb4\x12\x34' + b''.join(struct.pack('!HH', kind, len(value) + 4) + value for kind, value in fields))

    def test_cdp(self):
        assert_like_peer([self.cdp([field]) for field in self.CDP], FLAGS)
        assert_like_peer(cut_and_broken(self.cdp(self.CDP), 26), FLAGS)

    @staticmethod
    def lldp(fields):
        return frames.ethernet(b''.join(struct.pack('!H', kind << 9 | len(value)) + value for kind, value in fields), 0x88cc)

    LLDP = [(1, b'\4abcdef'), (2, b'\5eth0'), (3, b'\0x'), (4, b'port'), (5, b'name'), (6, b'system'), (7, b'\0\x94\0\4'),
            (8, b'\5\1\1\2\3\4\2\0\0\0\7\0')] + \
           [(127, bytes.fromhex(value)) for value in (
               '0080c2010007', '0080c202020005', '0080c2030007 04766c616e', '0080c208a55a',
               '0080c209a5' + '0123456789abcdef' * 3, '0080c20b8455', '0080c20c0085 0806', '0080c20d0304a5675f', '00120f01036c030010',
               '00120f020f0102', '00120f030100000064', '00120f0405dc', '0012bb01003f01', '0012bb0201800565', '0012bb04520 09a'.replace(' ', ''),
               '0012bb05726576', '00005e0168747470733a2f2f78', '001b21020206000102030405', '112233010203')]

    def test_lldp(self):
        assert_like_peer([self.lldp([field, (0, b'')]) for field in self.LLDP], FLAGS)
        assert_like_peer(cut_and_broken(self.lldp(self.LLDP), 14, 300), FLAGS)


class SlowProtocols(unittest.TestCase):
    END = b'\x14' + struct.pack('!H6sHHHB3s', 32768, b'abcdef', 1, 255, 7, 0x3d, bytes(3))

    def test_aggregation(self):
        lacp = frames.ethernet(b'\1\1\1' + self.END + b'\2' + self.END + b'\3\x10\0\5' + bytes(12) + bytes(52), 0x8809)
        marker = frames.ethernet(b'\2\1\1\x10\0\1abcdef\0\0\0\7\0\0' + bytes(92), 0x8809)
        for frame in (lacp, marker):
            assert_like_peer(cut_and_broken(frame, 16, 200), FLAGS)

    def test_oam_information(self):
        local = bytes.fromhex('01100100050 51f05ea00000c01020304'.replace(' ', ''))
        assert_like_peer(frames.truncations(frames.ethernet(b'\3\0\x50\0' + local + b'\2' + local[1:] + bytes(10), 0x8809), 14), FLAGS)


if __name__ == '__main__':
    unittest.main()
