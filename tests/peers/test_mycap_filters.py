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
            'host 10.0.0.1 or 10.0.0.2', 'port 80 or 81 or 82', '!tcp && !udp', 'ip host 10.0.0.1')
JOINED = (('host 10.0.0.1 port 80', 'host 10.0.0.1 and port 80'), ('host 210.27.48.1 port 6666', 'host 210.27.48.1 and port 6666'),
          ('tcp host 10.0.0.1', 'tcp and host 10.0.0.1'), ('src host 10.0.0.1 dst host 10.0.0.2', 'src host 10.0.0.1 and dst host 10.0.0.2'),
          ('host 10.0.0.1 not port 22', 'host 10.0.0.1 and not port 22'), ('ip tcp port 80', 'ip and tcp port 80'),
          ('tcp[13] & 2 != 0 port 80', 'tcp[13] & 2 != 0 and port 80'), ('(port 80 or port 81) host 10.0.0.1', '(port 80 or port 81) and host 10.0.0.1'),
          ('net 10.0.0.0/8 (port 80 or port 81)', 'net 10.0.0.0/8 and (port 80 or port 81)'), ('tcp port 80 host 10.0.0.1', 'tcp port 80 and host 10.0.0.1'))


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
            traced = nd.run(['strace', '-f', '-e', 'trace=socket', nd.tool('mycap'), '-i', 'lo', '-d', 'port 80'])
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
