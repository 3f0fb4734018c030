"""Why a host does not answer: each fault is made for real, and the verdict names it."""

import unittest

import nd

nd.require_namespaces()

NEAR, FAR, GATEWAY = '10.76.1.2', '10.76.2.1', '10.76.1.254'


class Verdicts(unittest.TestCase):
    def setUp(self):
        self.world = world = nd.World()
        self.addCleanup(world.close)
        world.host('a'), world.host('r', router=True), world.host('b')
        world.link('a', '10.76.1.1/24', 'r', f'{GATEWAY}/24')
        world.link('b', f'{FAR}/24', 'r', '10.76.2.254/24')
        world.route('a', f'default via {GATEWAY}')
        world.route('b', 'default via 10.76.2.254')

    def verdict(self, *arguments):
        """Of a run as text and as JSON: the code, and the line on standard error."""
        result = self.world.run('a', [nd.tool('myping'), '-c1', '-W.7', '--json', *arguments])
        summary = nd.schema('myping').check(result.out)[-1]
        self.assertEqual((summary['type'], summary['received']), ('summary', 0))
        last = result.err.splitlines()[-1]
        self.assertEqual(last, 'myping: ' + summary['verdict']['text'])
        return summary['verdict']['code'], last

    def expect(self, code, text, *arguments):
        found, line = self.verdict(*arguments)
        self.assertEqual(found, code, line)
        self.assertIn(text, line)

    def test_no_route(self):
        self.world.ip('a', 'route del default')
        self.expect('no_route', 'no route to 192.0.2.1', '192.0.2.1')

    def test_routes_that_lead_nowhere_are_named(self):
        for kind in ('unreachable', 'prohibit', 'blackhole', 'throw'):
            with self.subTest(kind):
                if kind == 'throw':
                    self.world.ip('a', 'route del default')
                self.world.route('a', f'{kind} 10.99.0.0/16')
                self.expect(f'route_{kind}', f'a route of type {kind} (10.99.0.0/16) covers 10.99.0.1', '10.99.0.1')
                self.world.ip('a', f'route del {kind} 10.99.0.0/16')

    def test_a_source_address_that_cannot_be(self):
        self.expect('wrong_source', f'127.0.0.1 cannot be the source of packets to {FAR}', '-I', '127.0.0.1', FAR)

    def test_no_route_through_the_device(self):
        self.expect('no_route', 'no route to fd76::1 through lo', '-I', 'lo', '-I', '::1', 'fd76::1')

    def test_the_interface_is_down(self):
        self.world.ip('a', 'route del default')
        self.world.ip('a', 'link set eth0 down')
        self.expect('interface_down', 'eth0, which holds 10.76.1.1/24, is down', NEAR)

    def test_the_device_that_is_asked_for_is_down(self):
        self.world.ip('a', 'link set eth0 down')
        self.expect('interface_down', 'eth0 is down: no route to ', '-I', 'eth0', FAR)
        self.expect('no_route', f'no route to {FAR} (down: eth0)', FAR)

    def test_a_source_of_loopback_for_another_host(self):
        self.world.ip('a', 'address add fd76::1/64 dev eth0 nodad')
        self.world.ip('r', 'address add fd76::2/64 dev eth0 nodad')
        self.expect('wrong_source', '::1 cannot be the source of packets to fd76::2', '-I', '::1', 'fd76::2')

    def test_a_device_that_leads_to_this_host_alone(self):
        self.expect('wrong_device', f'lo leads to this host alone, not to {NEAR}', '-I', 'lo', NEAR)

    def test_larger_than_any_packet(self):
        self.expect('too_big', 'the probe is larger than a packet may be (65535 bytes)', '-s65508', FAR)

    def test_no_carrier(self):
        self.world.ip('r', 'link set eth0 down')
        self.expect('no_carrier', 'eth0 has no carrier', GATEWAY)

    def test_the_local_firewall_drops(self):
        self.world.nft('a', 'table ip f { chain o { type filter hook output priority 0; icmp type echo-request drop; }; }')
        self.expect('local_firewall_drops', 'drops', FAR)

    def test_the_local_firewall_rejects(self):
        self.world.nft('a', 'table ip f { chain o { type filter hook output priority 0; icmp type echo-request '
                            'reject with icmp type admin-prohibited; }; }')
        self.expect('local_firewall_rejects', 'rejects', '-w1', FAR)

    def test_the_host_is_absent(self):
        self.expect('host_unresolved', f'{NEAR} has not answered ARP on eth0 yet', NEAR)

    def test_the_gateway_is_absent(self):
        self.world.ip('a', 'route replace default via 10.76.1.77')
        self.expect('gateway_unresolved', 'gateway 10.76.1.77 has not answered ARP on eth0 yet', FAR)

    def test_nothing_beyond_the_gateway_answers(self):
        self.world.nft('r', 'table ip f { chain c { type filter hook forward priority 0; drop; }; }')
        self.expect('silent_beyond_gateway', f'gateway {GATEWAY} is there on eth0', FAR)

    def test_a_router_has_no_route(self):
        self.expect('remote_no_route', f'{GATEWAY} says: Destination Net Unreachable', '192.0.2.1')

    def test_the_far_network_says_absent(self):
        self.expect('far_lan_absent', f'{GATEWAY} says: Destination Host Unreachable', '-W5', '10.76.2.77')

    def test_a_router_filters(self):
        self.world.nft('r', 'table ip f { chain c { type filter hook forward priority 0; reject with icmp type admin-prohibited; }; }')
        self.expect('filtered', f'a router on the way filters: {GATEWAY} says: Packet filtered', FAR)

    def test_the_host_filters(self):
        self.world.nft('b', 'table ip f { chain i { type filter hook input priority 0; reject with icmp type host-prohibited; }; }')
        self.expect('filtered', f'the host itself filters: {FAR} says: Destination Host Prohibited', FAR)

    def test_time_to_live_exceeded(self):
        self.expect('ttl_exceeded', f'{GATEWAY} says: Time to live exceeded', '-t1', FAR)

    def test_a_routing_loop(self):
        self.world.ip('r', 'route add 10.55.0.0/16 via 10.76.2.1')
        self.world.sysctl('b', {'ipv4/ip_forward': 1, 'ipv4/icmp_ratelimit': 0, 'ipv4/conf/all/send_redirects': 0,
                                'ipv4/conf/eth0/send_redirects': 0})
        self.expect('routing_loop', 'Time to live exceeded', '10.55.0.1')

    def test_too_big_for_the_path(self):
        self.world.ip('r', 'link set eth1 mtu 1300')
        self.expect('too_big', 'the path takes at most 1300 bytes', '-Mdo', '-s1400', FAR)

    def test_too_big_for_the_device_is_told_of_each_probe(self):
        result = self.world.run('a', [nd.tool('myping'), '--json', '-c2', '-i.1', '-M', 'do', '-s', '2000', GATEWAY])
        errors = [o for o in nd.schema('myping').check(result.out) if o['type'] == 'error']
        self.assertEqual([(o['seq'], o['origin'], o['mtu']) for o in errors], [(1, 'local', 1500), (2, 'local', 1500)])

    def test_too_big_for_the_device(self):
        self.expect('too_big', '1500 bytes', '-Mdo', '-s1600', GATEWAY)

    def test_a_path_mtu_black_hole(self):
        self.world.ip('r', 'link set eth1 mtu 1300')
        self.world.nft('r', 'table ip f { chain o { type filter hook output priority 0; icmp type destination-unreachable drop; }; }')
        for mode in (['-Mdo'], ['-Mwant'], []):
            with self.subTest(mode):
                self.expect('path_mtu_black_hole', 'a small probe comes back, one of 1428 bytes does not', *mode, '-s1400', FAR)

    def test_one_probe_that_could_not_leave_is_not_the_reason(self):
        self.world.sysctl('r', {'ipv4/icmp_echo_ignore_all': 1})
        self.world.nft('a', 'table ip f { chain o { type filter hook output priority 0; icmp type echo-request '
                            'limit rate 1/hour burst 1 packets drop; }; }')
        self.expect('silent', f'{GATEWAY} is there on eth0', '-c3', '-i.1', GATEWAY)

    def test_a_gateway_by_its_link_local_address_is_no_proxy(self):
        self.world.ip('r', 'address add fe80::99/64 dev eth0 nodad')
        self.world.ip('a', '-6 route add default via fe80::99 dev eth0')
        target = 'fe80::99%eth0'
        nd.wait_until(lambda: self.world.run('a', [nd.tool('myping'), '-c1', '-W1', target]).status == 0)
        self.world.sysctl('r', {'ipv6/icmp/echo_ignore_all': 1})
        self.expect('silent', f'{target} is there on eth0', target)

    def test_proxy_arp(self):
        self.world.sysctl('r', {'ipv4/conf/eth0/proxy_arp': 1})
        self.world.nft('r', 'table ip f { chain c { type filter hook forward priority 0; drop; }; }')
        self.world.run('a', ['ping', '-c1', '-W1', GATEWAY])
        self.world.ip('a', 'route add 10.76.2.0/24 dev eth0')
        self.expect('proxy_arp', f'gateway {GATEWAY} answers ARP for {FAR}', '-W3', FAR)  # a proxy takes its time

    def test_proxy_arp_of_a_gateway_that_nothing_was_sent_to(self):
        self.world.sysctl('r', {'ipv4/conf/eth0/proxy_arp': 1})
        self.world.nft('r', 'table ip f { chain c { type filter hook forward priority 0; drop; }; }')
        self.world.ip('a', 'route add 10.76.2.0/24 dev eth0')
        self.expect('proxy_arp', f'gateway {GATEWAY} answers ARP for {FAR}', '-W3', FAR)

    def test_proxy_arp_for_a_host_that_is_absent(self):
        self.world.sysctl('r', {'ipv4/conf/eth0/proxy_arp': 1})
        self.world.ip('a', 'route add 10.76.2.0/24 dev eth0')
        self.expect('proxy_arp', f'{GATEWAY} answers ARP for 10.76.2.77 and says: Destination Host Unreachable', '-W9', '10.76.2.77')

    def test_this_host_is_told_not_to_answer(self):
        self.world.sysctl('a', {'ipv4/icmp_echo_ignore_all': 1})
        self.expect('ignores_echo', 'icmp_echo_ignore_all', '127.0.0.1')

    def test_a_silent_host(self):
        self.world.sysctl('r', {'ipv4/icmp_echo_ignore_all': 1})
        self.expect('silent', f'{GATEWAY} is there on eth0 and does not answer', GATEWAY)
