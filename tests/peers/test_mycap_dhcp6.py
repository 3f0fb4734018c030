"""mycap's text of DHCP for IPv6 beside tcpdump's: all message types, all options, with values of every length."""
import struct
import tempfile
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

FLAGS = ([], ['-v'], ['-vv'], ['-q'])
ADDRESS = bytes.fromhex('20010db8000000000000000000000001')
DUIDS = [b'\0\1\0\1\x11\x22\x33\x44\2\0\0\0\0\1', b'\0\2\0\0\0\x09abcd', b'\0\3\0\1\2\0\0\0\0\1', b'\0\4' + bytes(16), b'\0\5x',
         b'\0', b'\0\1\0\1', b'\0\2\0\0', b'\0\3']
IA = struct.pack('!III', 7, 3600, 5400)
NAME = b'\3www\7example\3com\0'


def option(code, value):
    return struct.pack('!HH', code, len(value)) + value


def message(kind, *options):
    return bytes([kind]) + b'\x12\x34\x56' + b''.join(options)


def relay(kind, *options):
    return bytes([kind, 3]) + ADDRESS + ADDRESS[:-1] + b'\2' + b''.join(options)


def packet(body, sport=546, dport=547):
    return frames.ethernet(frames.udp(body, sport, dport, 'fe80::1', 'ff02::1:2'))


LEASE = option(5, ADDRESS + struct.pack('!II', 100, 200))
PREFIX = option(26, struct.pack('!IIB', 100, 200, 56) + ADDRESS)
OPTIONS = [option(code, duid) for duid in DUIDS for code in (1, 2)]
OPTIONS += [option(3, IA + LEASE), option(3, IA[:6]), option(4, IA[:4] + LEASE), option(4, b'ab'), option(25, IA + PREFIX), LEASE,
            PREFIX, option(5, ADDRESS), option(5, LEASE[4:] + option(13, b'\0\0ok')), option(26, PREFIX[4:] + option(13, b'\0\2no'))]
OPTIONS += [option(6, struct.pack('!150H', *range(150))), option(6, b'\0\1\0'), option(43, b'\0\1\0\2'), option(9, message(1, option(8, b'\0\1')))]
OPTIONS += [option(11, bytes([protocol, algorithm, method]) + b'12345678' + rest) for protocol in range(5) for algorithm in (0, 1, 2)
            for method in (0, 1) for rest in (b'', b'info')]
OPTIONS += [option(11, b'\3\1\0' + b'r' * 8 + bytes([kind]) + b'k' * 16) for kind in range(4)]
OPTIONS += [option(11, b'\2\1\0' + b'r' * 8 + realm + b'\0\0\0\5' + b'h' * 16) for realm in (b'', b'realm')]
OPTIONS += [option(13, struct.pack('!H', status) + b'text') for status in (*range(13), 255, 256)] + [option(19, bytes([n])) for n in (5, 6, 11)]
OPTIONS += [option(code, value) for code in (21, 24, 64) for value in (NAME, NAME + NAME, NAME[:-1], b'\3ab', b'')]
OPTIONS += [option(code, ADDRESS * n) for code in (22, 23, 27, 28, 31, 34, 40, 48) for n in (1, 2)]
OPTIONS += [option(56, option(1, ADDRESS) + option(2, ADDRESS) + option(3, NAME)), option(56, option(1, b'abc')), option(56, b'abc')]
OPTIONS += [option(44, kind + ADDRESS + option(1, DUIDS[0])) for kind in (b'\1', b'\2', b'\3')] + [option(47, ADDRESS + b'abc')]
OPTIONS += [option(37, b'\0\0\0\x09remote-id-longer'), option(42, b'Europe/Berlin'), option(112, b'https://x.example/m')]
OPTIONS += [option(code, b'abcdefgh'[:size]) for code in range(120) for size in (0, 1, 2, 4, 8)]
MESSAGES = [message(kind, option(8, b'\0\5')) for kind in range(18)] + [message(1, value) for value in OPTIONS]
MESSAGES += [relay(12, option(9, relay(13, option(9, message(2)))), option(18, b'eth0')), relay(12)[:20], b'', b'\1', message(1, b'\0'),
             message(1, struct.pack('!HH', 1, 50) + b'ab')]


class Dhcp6(unittest.TestCase):
    def test_messages_and_options(self):
        assert_like_peer([packet(m) for m in MESSAGES] + [packet(MESSAGES[3], 547, 546)], FLAGS)

    def test_cut_captures(self):
        longest = [message(7, option(1, DUIDS[0]), option(3, IA + LEASE), option(24, NAME)), relay(12, option(9, message(1, option(6, b'\0\1'))))]
        assert_like_peer([f for m in longest for f in frames.truncations(packet(m), 62)], ([], ['-v']))

    def test_changed_bytes(self):
        whole = message(7, option(1, DUIDS[0]), option(3, IA + LEASE), option(25, IA + PREFIX), option(23, ADDRESS), option(7, b'\1'))
        assert_like_peer(frames.corruptions(packet(whole), 300, 62), (['-v'],))

    def test_options_inside_options_end(self):
        nested = b''
        while len(nested) < 60000:
            nested = option(45, nested)
        with tempfile.NamedTemporaryFile(suffix='.pcap') as file:
            file.write(frames.pcap([packet(message(1, nested))]))
            file.flush()
            done = nd.run([nd.tool('mycap'), '-v', '-n', '-r', file.name], binary=True)
        self.assertEqual(done.status, 0)
        self.assertIn(b'(LQ-client-data (LQ-client-data', done.out)
        self.assertIn(b'[|dhcp6]', done.out)


if __name__ == '__main__':
    unittest.main()
