"""mycap's text of IEEE 802.11 and radiotap beside tcpdump's: every frame type, management bodies, radio fields."""
import struct
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

PLAIN, RADIOTAP = 105, 127
FLAGS = ([], ['-e'], ['-v'], ['-ev'], ['-q'], ['-x'])
ADDRESSES = bytes.fromhex('020000000001020000000002020000000003')
FOURTH = bytes.fromhex('020000000004')


def header(kind, subtype, flags=0):
    return struct.pack('<BBH', subtype << 4 | kind << 2, flags, 44) + ADDRESSES + b'\x30\x12' + (FOURTH if kind == 2 and flags & 3 == 3 else b'')


def element(number, value):
    return bytes([number, len(value)]) + value


SSID, RATES, CHANNEL = element(0, b'net work'), element(1, b'\x82\x84\x8b\x96\x0c\x12\x18\x24'), element(3, b'\6')
BEACON = struct.pack('<QHH', 12345678901, 100, 0x0431)
BODIES = {0: b'\x31\0\x0a\0' + SSID + RATES, 1: struct.pack('<HHH', 0x31, 0, 0xc001) + RATES, 2: b'\x31\0\x0a\0' + FOURTH + SSID,
          3: struct.pack('<HHH', 0x31, 17, 0xc001), 4: SSID + RATES, 5: BEACON + SSID + RATES + CHANNEL,
          8: BEACON + SSID + RATES + CHANNEL + element(5, b'\0\1\0\0') + element(48, b'\1\0abcd'), 10: b'\x08\0',
          11: struct.pack('<HHH', 0, 1, 0), 12: b'\7\0', 13: b'\3\0\1'}
IP = bytes.fromhex('aaaa030000000800') + frames.ipv4(struct.pack('!HHHH', 1, 2, 12, 0) + b'abcd', 17)

MANAGEMENT = [header(0, subtype, flags) + BODIES.get(subtype, b'abcdef') for subtype in range(16) for flags in (0, 0x40, 8)]
MANAGEMENT += [header(0, 8) + struct.pack('<QHH', 1, 100, bits) + SSID for bits in (0, 1, 2, 0x10, 0xffff)]
MANAGEMENT += [header(0, 1) + struct.pack('<HHH', 0, status, 1) for status in range(115)]
MANAGEMENT += [header(0, subtype) + struct.pack('<H', reason) for reason in range(70) for subtype in (10, 12)]
MANAGEMENT += [header(0, 11) + struct.pack('<HHH', algorithm, step, status) for algorithm in range(5) for step in range(6) for status in (0, 13)]
MANAGEMENT += [header(0, 13) + bytes([category, action]) for category in (*range(18), 127) for action in range(9)]
MANAGEMENT += [header(0, 8) + BEACON + element(number, b'x' * size) + SSID for number in (0, 1, 3, 4, 5, 42, 48) for size in (0, 1, 2, 8, 33, 40)]
CONTROL = [struct.pack('<BBH', subtype << 4 | 4, 0, 44) + ADDRESSES[:12] + tail for subtype in range(16) for tail in (b'\4\0\x30\x12rest', b'')]
CONTROL += [frame[:10] for frame in CONTROL] + [header(3, 0), b'\x08', b'\x80\0\0\0']
DATA = [header(2, subtype, flags) + (b'\5\0' if subtype & 8 else b'') + IP for subtype in range(16) for flags in (*range(4), 0x40, 0xff)]
DATA += [header(2, 0, 0x40) + bytes.fromhex('0102002003040506')]
REASON = header(0, 10) + b'\x08\0'


def radio(fields, frame=REASON, length=None, more=()):
    """`fields`: (bit, alignment, bytes) in rising order."""
    present, out, start = 0, b'', 8 + 4 * len(more)
    for bit, alignment, data in fields:
        present |= 1 << bit
        out += b'\0' * (-(start + len(out)) % alignment) + data
    present |= (1 << 31) if more else 0
    words = b''.join(struct.pack('<I', word) for word in (present, *more))
    return struct.pack('<BBH', 0, 0, start + len(out) if length is None else length) + words + out + frame


SMALL = {1: 1, 4: 2, 5: 1, 6: 1, 7: 2, 8: 2, 9: 1, 10: 1, 11: 1, 12: 1, 13: 1, 14: 2, 15: 2, 16: 1, 17: 1, 22: 12}
RADIO = [radio([(bit, 2 if size == 2 and bit not in (4, 9) else 1, data[:size])]) for bit, size in SMALL.items()
         for data in (b'\xd0' * 12, b'\5\0' * 6, b'\0' * 12)]
RADIO += [radio([(2, 1, bytes([rate]))]) for rate in (0, 2, 11, 108, 0x80, 0x8f, 0x90, 255)]
RADIO += [radio([(1, 1, bytes([1 << bit]))], (header(2, 8) + b'\0\0' + IP + b'FCS!')) for bit in range(8)]
CHANNEL_FLAGS = [1 << bit for bit in range(16)] + [0, 0xa0, 0xc0, 0x480, 0x140, 0x490, 0x4140, 0x8140, 0x4480, 0x880, 0xffff]
RADIO += [radio([(3, 2, struct.pack('<HH', 2412, flags))]) for flags in CHANNEL_FLAGS]
RADIO += [radio([(3, 2, struct.pack('<HH', 2412, flags)), (19, 1, b'\7\1\5')]) for flags in CHANNEL_FLAGS]
RADIO += [radio([(18, 4, struct.pack('<IHBB', flags, 5180, 1, 1))]) for flags in (0x10000, 0x20480, 0x40140, 0x70000)]
RADIO += [radio([(19, 1, bytes([known, flags, index]))]) for known in (0, 1, 2, 3, 4, 7, 8, 0x10, 0x20, 255) for flags in (0, 1, 2, 5, 8, 0x70)
          for index in (0, 7, 32, 76, 77)]
RADIO += [radio([(19, 1, bytes([7, flags, index]))]) for index in range(78) for flags in (0, 1, 4, 5)]
RADIO += [radio([(21, 2, struct.pack('<HBB4sBBH', known, flags, width, b'\x11\x92\0\x21', 5, 6, 7))]) for known in (0, 4, 0x40, 0x1ff)
          for flags in (0, 4) for width in range(32)]
RADIO += [radio([(0, 8, b'\1' * 8), (1, 1, b'\0'), (2, 1, b'\2'), (3, 2, b'\x85\x09\xa0\0'), (5, 1, b'\xd0'), (11, 1, b'\1')])]
RADIO += [radio([(5, 1, b'\xd0')], length=n) for n in (0, 4, 8, 200)] + [radio([(5, 1, b'\xd0')], more=(0x20,)), radio([(5, 1, b'\xd0')], more=(0xa0000020,))]


class Wireless(unittest.TestCase):
    def test_management(self):
        assert_like_peer(MANAGEMENT, FLAGS, PLAIN)

    def test_control_and_data(self):
        assert_like_peer(CONTROL + DATA, FLAGS, PLAIN)

    def test_radio_fields(self):
        assert_like_peer(RADIO, ([], ['-e'], ['-ev']), RADIOTAP)

    def test_json_obeys_the_flags(self):
        """A header that is filled up, and a checksum behind the frame, are no part of what is inside."""
        head = header(2, 8) + b'\0\0'
        payload = frames.ipv4(struct.pack('!HHHH', 5001, 5002, 12, 0) + b'abcd', 17)
        inside = bytes.fromhex('aaaa030000000800') + payload
        seen = []
        for flags, frame in ((0, head + inside), (0x30, head + b'\0\0' + inside + b'FCS!'), (0x20, head + b'\0\0' + inside)):
            file = nd.temporary_folder(self) / 'radio'
            for fields in ([(1, 1, bytes([flags]))], [(0, 8, b'\1' * 8), (1, 1, bytes([flags])), (2, 1, b'\2')]):
                file.write_bytes(frames.pcap([radio(fields, frame)], RADIOTAP))
                shown = nd.run([nd.tool('mycap'), '-n', '--json', '--payload', '-r', file])
                seen.append({key: value for key, value in nd.schema('mycap').check(shown.out)[0].items()
                             if key in ('layers', 'payload')})
        for one in seen:
            one['layers'] = [layer for layer in one['layers'] if layer.get('protocol', layer.get('name')) != '802.11_radio'][1:]
            self.assertEqual(one, seen[0])
        self.assertIn('5001', str(seen[0]))

    def test_cut_captures(self):
        cut = [f for m in (MANAGEMENT[0], MANAGEMENT[24], MANAGEMENT[33], DATA[0], DATA[4]) for f in frames.truncations(m, 1)]
        assert_like_peer(cut, ([], ['-ev']), PLAIN)
        assert_like_peer([f for m in (RADIO[-7], RADIO[-1]) for f in frames.truncations(m, 1)], ([], ['-ev']), RADIOTAP)


if __name__ == '__main__':
    unittest.main()
