"""The JSON of TCP's options: each with its fields by name, and what makes no sense as bytes."""
import json
import struct
import tempfile
import unittest

import frames
import nd


def options_of(options):
    with tempfile.NamedTemporaryFile(suffix='.pcap') as file:
        file.write(frames.pcap([frames.ethernet(frames.tcp(b'', 1000, 2000, options=options))]))
        file.flush()
        done = nd.run([nd.tool('mycap'), '--json', '-n', '-r', file.name], binary=True)
    assert done.status == 0, done
    return json.loads(done.out)['layers'][-1]['options']


class TcpOptions(unittest.TestCase):
    def test_of_a_syn(self):
        found = options_of(b'\2\4\x05\xb4\4\2\x08\x0a' + struct.pack('!II', 7, 9) + b'\1\3\3\7')
        self.assertEqual(found, [{'kind': 2, 'name': 'mss', 'max_segment': 1460}, {'kind': 4, 'name': 'sackOK'},
                                 {'kind': 8, 'name': 'TS', 'value': 7, 'echo': 9}, {'kind': 1, 'name': 'nop'},
                                 {'kind': 3, 'name': 'wscale', 'shift': 7}])

    def test_sack_blocks(self):
        found = options_of(b'\1\1\5\x12' + struct.pack('!IIII', 1, 2, 3, 4))
        self.assertEqual(found[2]['blocks'], [{'left': 1, 'right': 2}, {'left': 3, 'right': 4}])

    def test_multipath(self):
        found = options_of(b'\x1e\x0c\x01\x81' + struct.pack('!Q', 5))
        self.assertEqual(found, [{'kind': 30, 'name': 'mptcp', 'subtype': 0, 'subtype_name': 'capable', 'version': 1,
                                  'sender_key': 5}])

    def test_timeouts_cookies_and_digests(self):
        found = options_of(b'\x1c\4\x80\2\x22\6abcd\x13\x12' + b'm' * 16)
        self.assertEqual([found[0]['seconds'], found[1]['cookie_hex'], found[2]['digest_hex']], [120, '61626364', '6d' * 16])

    def test_what_makes_no_sense_keeps_its_bytes(self):
        self.assertEqual(options_of(b'\2\3\1\0')[0], {'kind': 2, 'name': 'mss', 'data_hex': '01'})
        self.assertEqual(options_of(b'\1\1\2\x30')[2], {'kind': 2, 'data_hex': '30'})
        self.assertEqual(options_of(b'\x63\4ab')[0], {'kind': 99, 'data_hex': '6162'})


if __name__ == '__main__':
    unittest.main()
