"""Filters: what libpcap accepts keeps its program, juxtaposition means `and`, and errors show their place."""
import unittest

import nd

nd.require_program('tcpdump')

ACCEPTED = ('', 'tcp', 'ip', 'ip6', 'arp', 'icmp', 'icmp6', 'port 80', 'host 10.0.0.1', 'src host 10.0.0.1', 'net 10.0.0.0/8',
            'dst net 192.168.1.0 mask 255.255.255.0', 'portrange 6000-6010', 'tcp port 22 or udp port 53', 'not port 22',
            'host 10.0.0.1 and port 80', '(port 80 or port 81) and host 10.0.0.1', 'tcp[tcpflags] & (tcp-syn|tcp-fin) != 0',
            'ip[2:2] > 576', 'ether[0] & 1 = 0 and ip[16] >= 224', 'ether host 02:00:00:00:00:01', 'ether proto 0x88cc',
            'ether proto \\arp', 'ip proto \\icmp', 'broadcast', 'multicast', 'ip multicast', 'vlan', 'vlan 100 and port 80', 'mpls',
            'less 100', 'greater 1000', 'len >= 60', 'ip6 protochain 6',
            'src port 1024 and dst port 80', 'tcp src port 80', 'udp dst portrange 1-1023', 'tcp dst port 21 or 53',
            'icmp[icmptype] = icmp-echo', 'host ::1', 'net 2001:db8::/32', 'pppoes and ip', 'geneve and tcp',
            'host 10.0.0.1 or 10.0.0.2', 'port 80 or 81 or 82', '!tcp && !udp', 'ip host 10.0.0.1',
            'src or dst host 10.0.0.1', 'src and dst port 53', 'dst host 10.0.0.1 or 10.0.0.2 or 10.0.0.3', 'src net 10', 'net 10.1', 'net 10.1.2',
            'net 2001:db8:1::/48 and tcp', 'dst net ::/0', 'ip6 host 2001:db8::1', 'arp host 10.0.0.1', 'rarp', 'arp net 10.0.0.0/8',
            'arp[6:2] = 2', 'ether src 02:00:00:00:00:01', 'ether dst 02:00:00:00:00:01 and ip', 'ether broadcast', 'ether multicast', 'ip6 multicast',
            'ether proto \\ip6', 'ether proto 0x0806 or ip6', 'ip proto 50', 'ip6 proto 58', 'proto 17', 'sctp', 'sctp port 36412', 'igmp', 'pim', 'vrrp',
            'esp', 'ah', 'icmp[0] = 8 or icmp[0] = 0', 'icmp6[icmp6type] = icmp6-neighborsolicit', 'icmp[icmptype] != icmp-echo and icmp[icmptype] != icmp-echoreply',
            'tcp[13] = 18', 'tcp[13] & 4 != 0', 'tcp[tcpflags] == tcp-syn', 'tcp[((tcp[12:1] & 0xf0) >> 2):4] = 0x47455420', 'udp[8:2] & 0x8000 = 0',
            'ip[8] < 5', 'ip[6:2] & 0x1fff != 0', 'ip[0] & 0xf != 5', 'ip[1] & 0xfc == 0xb8', 'ip6[6] = 44', 'ether[12:2] = 0x88cc', 'len > 100 and len < 200',
            'ip[2:2] - ((ip[0] & 0xf) << 2) - ((tcp[12] & 0xf0) >> 2) != 0', '1 = 1', 'vlan and vlan and ip', 'vlan 100 or vlan 200', 'not vlan',
            'mpls 16 and ip', 'mpls and mpls and host 10.0.0.1', 'pppoed', 'pppoes 7 and tcp port 80', 'geneve 42 and udp', 'llc', 'stp', 'isis', 'iso',
            'portrange 1-1024 or portrange 6000-6063', 'tcp portrange 80-90', 'src portrange 1024-65535', 'port domain', 'tcp port http or https', 'udp port ntp',
            'not (port 22 or port 80)', '!(host 10.0.0.1)', 'not host 10.0.0.1 and not host 10.0.0.2', 'tcp and (port 80 or port 443) and not src net 10.0.0.0/8',
            'ip or ip6', 'host 10.0.0.1 && (tcp || udp)', 'tcp or udp or icmp', 'ip and not net 127.0.0.0/8', 'less 64 or greater 1500', 'ip protochain 51',
            'link[0] = 2', 'host 10.0.0.1 and not port 22 and not arp', 'icmp or arp or rarp', 'atalk', 'ipx', 'decnet', 'lat', 'moprc', 'netbeui')
JOINED = (('host 10.0.0.1 port 80', 'host 10.0.0.1 and port 80'), ('host 210.27.48.1 port 6666', 'host 210.27.48.1 and port 6666'),
          ('tcp host 10.0.0.1', 'tcp and host 10.0.0.1'), ('src host 10.0.0.1 dst host 10.0.0.2', 'src host 10.0.0.1 and dst host 10.0.0.2'),
          ('host 10.0.0.1 not port 22', 'host 10.0.0.1 and not port 22'), ('ip tcp port 80', 'ip and tcp port 80'),
          ('tcp[13] & 2 != 0 port 80', 'tcp[13] & 2 != 0 and port 80'), ('(port 80 or port 81) host 10.0.0.1', '(port 80 or port 81) and host 10.0.0.1'),
          ('net 10.0.0.0/8 (port 80 or port 81)', 'net 10.0.0.0/8 and (port 80 or port 81)'), ('tcp port 80 host 10.0.0.1', 'tcp port 80 and host 10.0.0.1'),
          ('ether broadcast arp', 'ether broadcast and arp'), ('ip multicast udp port 5353', 'ip multicast and udp port 5353'),
          ('ip6 multicast port 5353', 'ip6 multicast and port 5353'), ('host 1.1.1.1 ether multicast', 'host 1.1.1.1 and ether multicast'),
          ('port 80 len > 100', 'port 80 and len > 100'), ('port 80 4 < len', 'port 80 and 4 < len'), ('stp port 80', 'stp and port 80'))


def program(tool, text, flag='-d'):
    return nd.run([tool, flag, *text.split()])


class Filters(unittest.TestCase):
    def test_accepted_filters_keep_their_program(self):
        for text in ACCEPTED:
            for flag in ('-d', '-dd', '-ddd', '-Od'):
                with self.subTest(text=text, flag=flag):
                    nd.assert_same(program(nd.tool('mycap'), text, flag), program('tcpdump', text, flag))

    def test_juxtaposition_is_and(self):
        for typed, meant in JOINED:
            with self.subTest(typed):
                self.assertNotEqual(program('tcpdump', typed).status, 0, 'the peer takes it as it stands')
                nd.assert_same(program(nd.tool('mycap'), typed), program('tcpdump', meant))

    def test_a_device_is_not_opened_for_its_link_type(self):
        nd.require_namespaces()
        nd.require_program('strace')
        with nd.World() as world:
            world.host('a')
            world.run('a', ['ip', 'link', 'add', 'e0', 'type', 'veth', 'peer', 'name', 'e1'])
            world.run('a', ['ip', 'address', 'add', '10.9.0.1/20', 'dev', 'e0'])
            for name in ('e0', 'e1', 'lo'):
                world.run('a', ['ip', 'link', 'set', name, 'up'])
            for device in ('lo', 'e0', 'any', 'nosuch', '1'):
                for text in (*ACCEPTED[:12], 'ip broadcast', 'vlan 5', 'not vlan', 'inbound', 'outbound and port 80', 'ether broadcast'):
                    with self.subTest(f'{device} {text}'):
                        nd.assert_same(world.run('a', [nd.tool('mycap'), '-i', device, '-d', *text.split()]),
                                       world.run('a', ['tcpdump', '-i', device, '-d', *text.split()]))
            # The leak check of a sanitizer build cannot run under strace.
            traced = nd.run(['strace', '-f', '-E', 'ASAN_OPTIONS=detect_leaks=0', '-e', 'trace=socket', nd.tool('mycap'), '-i', 'lo', '-d', 'port 80'])
            self.assertEqual(traced.status, 0)
            self.assertNotIn('AF_PACKET', traced.err)

    def test_link_types(self):
        for link in ('EN10MB', 'LINUX_SLL', 'LINUX_SLL2', 'RAW', 'NULL', 'IEEE802_11'):
            with self.subTest(link):
                nd.assert_same(nd.run([nd.tool('mycap'), '-y', link, '-d', 'port', '80'], timeout=5),
                               nd.run(['tcpdump', '-y', link, '-d', 'port', '80'], timeout=5))

    def test_errors_show_their_place(self):
        for text, place in (('host', 4), ('tcp port foobar', 9), ('host 10.0.0.1 and', 17), ('port 80 )', 8), ('ip and arp', 0)):
            with self.subTest(text):
                ours = program(nd.tool('mycap'), text)
                peer = program('tcpdump', text)
                self.assertEqual((ours.status, ours.out), (1, ''))
                lines = [line for line in ours.err.splitlines() if line.startswith('mycap: ')]
                reason = peer.err.splitlines()[-1].removeprefix('tcpdump: ')
                self.assertEqual(len(lines), 1)
                self.assertTrue(lines[0].startswith(f'mycap: {text}: {reason} (at character {place + 1}: '), lines[0])


if __name__ == '__main__':
    unittest.main()
