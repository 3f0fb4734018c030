"""The JSON of names, addresses and configuration: ARP, ICMPv6, DNS, DHCP, NTP and TFTP layers with their fields."""
import json
import struct
import tempfile
import unittest

import frames
import nd

NAME = b'\3www\7example\3com\0'


def dns(flags, question, answers=b'', count=0):
    return struct.pack('!HHHHHH', 7, flags, 1, count, 0, 0) + question + answers


def lines(packets):
    with tempfile.NamedTemporaryFile(suffix='.pcap') as file:
        file.write(frames.pcap(packets))
        file.flush()
        done = nd.run([nd.tool('mycap'), '--json', '-n', '-r', file.name], binary=True)
    assert done.status == 0, done
    return [json.loads(line) for line in done.out.decode('utf-8').splitlines()]


def last_layer(packet):
    return lines([packet])[0]['layers'][-1]


class JsonLayers(unittest.TestCase):
    def has(self, packet, protocol, **fields):
        layer = last_layer(packet)
        self.assertEqual(layer['protocol'], protocol)
        self.assertEqual({key: layer.get(key) for key in fields}, fields)
        return layer

    def test_arp(self):
        body = bytes.fromhex('0001 0800 06 04 0001 020000000001 0a000001 000000000000 0a000002')
        self.has(frames.ethernet(body, 0x0806), 'arp', operation=1, operation_name='Request', sender_protocol='10.0.0.1',
                 sender_hardware='02:00:00:00:00:01', target_protocol='10.0.0.2')

    def test_neighbour_solicitation(self):
        body = struct.pack('!BBHI', 135, 0, 0, 0) + bytes.fromhex('fe80' + '00' * 13 + '09') + b'\1\1\2\0\0\0\0\1'
        layer = self.has(frames.ethernet(frames.ipv6(body, 58, 'fe80::1', 'ff02::1')), 'icmp6', icmp_type=135, target='fe80::9')
        self.assertEqual(layer['options'][0]['link_address'], '020000000001')

    def test_dns_answer(self):
        answer = b'\xc0\x0c' + struct.pack('!HHIH', 1, 1, 300, 4) + b'\x0a\0\0\7'
        text = b'\xc0\x0c' + struct.pack('!HHIH', 16, 1, 5, 4) + b'\3a\xe9c'
        message = dns(0x8180, NAME + struct.pack('!HH', 1, 1), answer + text, 2)
        layer = self.has(frames.ethernet(frames.udp(message, 53, 4000)), 'domain', id=7, response=True, rcode=0)
        self.assertEqual(layer['questions'], [{'name': 'www.example.com', 'record_type': 'A', 'class': 'IN'}])
        self.assertEqual(layer['answers'][0]['address'], '10.0.0.7')
        self.assertEqual(layer['answers'][1]['strings'], ['a\ufffdc'])

    def test_radius_values(self):
        attributes = bytes.fromhex('01 05 626f62 04 06 0a000001 06 06 00000002 1b 06 00000e10 40 06 01000003'.replace(' ', ''))
        layer = self.has(frames.ethernet(frames.udp(struct.pack('!BBH', 1, 7, 20 + len(attributes)) + bytes(16) + attributes, 4000, 1812)), 'radius', code=1)
        name, address, service, timeout, tunnel = layer['attributes']
        self.assertEqual((name['text'], address['address'], service['number'], service['number_name']), ('bob', '10.0.0.1', 2, 'Framed'))
        self.assertEqual((timeout['number'], tunnel['tag'], tunnel['number'], tunnel['number_name']), (3600, 1, 3, 'L2TP'))

    def test_snmp_version_3(self):
        def element(tag, *parts):
            data = b''.join(parts)
            return bytes([tag, len(data)]) + data
        header = element(0x30, element(2, b'\x0a'), element(2, b'\4\0'), element(4, b'\4'), element(2, b'\3'))
        security = element(4, element(0x30, element(4, b'\x80\x0a'), element(2, b'\5'), element(2, b'\7'), element(4, b'u'), element(4), element(4)))
        scoped = element(0x30, element(4, b'\x80\x0a'), element(4, b'ctx'), element(0xa0, element(2, b'\x09'), element(2, b'\0'), element(2, b'\0'), element(0x30)))
        body = bytes.fromhex('020103') + header + security + scoped
        layer = self.has(frames.ethernet(frames.udp(b'\x30' + bytes([len(body)]) + body, 4000, 161)), 'snmp', version=3, message_id=10, max_size=1024,
                         reportable=True, encrypted=False, authenticated=False, security_model=3, engine_id_hex='800a', engine_boots=5, engine_time=7)
        self.assertEqual(layer.get('user'), 'u')
        self.assertEqual((layer.get('context_engine_id_hex'), layer.get('context_name'), layer.get('pdu'), layer.get('request_id')), ('800a', 'ctx', 'GetRequest', 9))

    def test_dns_over_tcp(self):
        message = dns(0x0100, NAME + struct.pack('!HH', 28, 1))
        self.has(frames.ethernet(frames.tcp(struct.pack('!H', len(message)) + message, 4000, 53)), 'domain',
                 response=False, message_length=len(message), recursion_desired=True)

    def test_a_pointer_to_itself_ends(self):
        self.has(frames.ethernet(frames.udp(dns(0x0100, b'\xc0\x0c\0\1\0\1'), 4000, 53)), 'domain', id=7)

    def test_dhcp(self):
        head = struct.pack('!BBBBIHH', 1, 1, 6, 0, 77, 3, 0x8000) + bytes(16) + bytes.fromhex('020000000001')
        message = head.ljust(236, b'\0') + b'\x63\x82\x53\x63' + b'\x35\1\1\x0c\4h\xf6st\xff'
        layer = self.has(frames.ethernet(frames.udp(message, 68, 67)), 'bootp', transaction_id=77, broadcast=True,
                         hardware_address='02:00:00:00:00:01')
        self.assertEqual([option.get('message') for option in layer['options']], ['Discover', None])
        self.assertEqual(layer['options'][1]['text_hex'], '68f67374')

    def test_ntp(self):
        self.has(frames.ethernet(frames.udp(b'\x23\2\6\xec' + struct.pack('!II', 0x00018000, 0) + bytes(36), 123, 123)), 'ntp',
                 version=4, mode=3, stratum=2, precision=-20, root_delay=1.5)

    def test_tftp(self):
        self.has(frames.ethernet(frames.udp(b'\0\1boot.img\0octet\0', 4000, 69)), 'tftp', opcode=1, file='boot.img', mode='octet')

    def test_every_cut_and_broken_packet_is_a_line_of_json(self):
        message = dns(0x8180, NAME + struct.pack('!HH', 1, 1), b'\xc0\x0c' + struct.pack('!HHIH', 15, 1, 5, 5) + b'\0\1\1m\0', 1)
        dhcp = struct.pack('!BBBBI', 1, 1, 6, 0, 7).ljust(236, b'\0') + b'\x63\x82\x53\x63\x35\1\1\xff'
        whole = [frames.ethernet(frames.udp(message, 53, 4000)), frames.ethernet(frames.udp(dhcp, 68, 67)),
                 frames.ethernet(frames.udp(b'\x23' + bytes(47), 123, 123))]
        packets = [cut for frame in whole for cut in frames.truncations(frame, 14) + frames.corruptions(frame, 200, 14)]
        self.assertEqual(len(lines(packets)), len(packets))


if __name__ == '__main__':
    unittest.main()
