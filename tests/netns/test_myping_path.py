"""--explain and the verdict of a run without replies: each fault is made for real."""

import re
import unittest

import nd

nd.require_namespaces()


class Paths(unittest.TestCase):
    def setUp(self):
        self.world = nd.World()
        self.addCleanup(self.world.close)

    def ping(self, *arguments, host='a'):
        return self.world.run(host, [nd.tool('myping'), *arguments])

    def two_hosts(self):
        self.world.host('a'), self.world.host('b')
        self.world.link('a', ['10.79.0.1/24', 'fd79::1/64'], 'b', ['10.79.0.2/24', 'fd79::2/64'])

    def routed(self):
        self.world.host('a'), self.world.host('r', router=True), self.world.host('b')
        self.world.link('a', '10.79.1.1/24', 'r', '10.79.1.254/24')
        self.world.link('b', '10.79.2.1/24', 'r', '10.79.2.254/24')
        self.world.route('a', 'default via 10.79.1.254')
        self.world.route('b', 'default via 10.79.2.254')

    def test_a_host_on_the_link_is_resolved_first_and_cached_then(self):
        self.two_hosts()
        mac = self.world.mac('b')
        for address in ('10.79.0.2', 'fd79::2'):
            first = self.ping('-c1', '--explain', address)
            self.assertEqual((first.status, first.err), (0, ''))
            self.assertRegex(first.out, rf'route: {address} on-link dev eth0 src \S+\n'
                             r'link: eth0 up, carrier, mtu 1500, \S+\n'
                             rf'next hop: {address} is at {mac}, resolved in \d+\.\d+ ms \(none before, REACHABLE after\)\n$')
            second = self.ping('-c1', '--explain', address)
            self.assertRegex(second.out, rf'next hop: {address} is at {mac}, cached \(REACHABLE before, REACHABLE after\)\n$')

    def test_this_host_needs_no_next_hop(self):
        self.two_hosts()
        result = self.ping('-c1', '--explain', '10.79.0.1')
        self.assertIn('route: 10.79.0.1 is this host dev lo src 10.79.0.1\n', result.out)
        self.assertNotIn('next hop', result.out)

    def test_behind_a_router(self):
        self.routed()
        result = self.ping('-c1', '--explain', '10.79.2.1')
        self.assertEqual(result.status, 0)
        self.assertIn('route: 10.79.2.1 via 10.79.1.254 dev eth0 src 10.79.1.1\n', result.out)
        self.assertIn(f'next hop: gateway 10.79.1.254 is at {self.world.mac("r")}, resolved', result.out)

    def test_an_absent_host_before_the_kernel_gives_up(self):
        self.two_hosts()
        result = self.ping('-c1', '-W1', '--explain', '10.79.0.77')
        self.assertEqual(result.status, 1)
        self.assertEqual(result.err, 'myping: 10.79.0.77 has not answered ARP on eth0 yet: absent, off or in another network\n')
        self.assertIn('next hop: 10.79.0.77 has not answered ARP yet (none before, INCOMPLETE after)\n', result.out)

    def test_an_absent_host_after_the_kernel_gave_up(self):
        self.two_hosts()
        result = self.ping('-c1', '-W5', '10.79.0.77')
        self.assertEqual(result.status, 1)
        self.assertIn('From 10.79.0.1 icmp_seq=1 Destination Host Unreachable\n', result.out)
        self.assertEqual(result.err, 'myping: 10.79.0.77 does not answer ARP on eth0: absent, off or in another network\n')

    def test_an_absent_gateway(self):
        self.two_hosts()
        self.world.route('a', 'default via 10.79.0.254')
        result = self.ping('-c1', '-W1', '192.0.2.1')
        self.assertEqual(result.err, 'myping: gateway 10.79.0.254 has not answered ARP on eth0 yet\n')

    def test_neighbour_discovery_has_its_own_name(self):
        self.two_hosts()
        result = self.ping('-c1', '-W1', 'fd79::77')
        self.assertIn('fd79::77 has not answered neighbour discovery on eth0 yet', result.err)

    def test_time_to_live_exceeded(self):
        self.routed()
        result = self.ping('-c1', '-t1', '10.79.2.1')
        self.assertEqual(result.status, 1)
        self.assertIn('From 10.79.1.254 icmp_seq=1 Time to live exceeded\n', result.out)
        self.assertRegex(result.err, '^myping: time to live ran out on the way: 10.79.1.254 says: Time to live exceeded\n$')

    def test_silence_behind_a_living_neighbour(self):
        self.two_hosts()
        self.world.sysctl('b', {'ipv4/icmp_echo_ignore_all': 1})
        result = self.ping('-c1', '-W.5', '10.79.0.2')
        self.assertRegex(result.err, '^myping: 10.79.0.2 is there on eth0 and does not answer: .*\n$')

    def test_a_firewall_of_its_own(self):
        self.two_hosts()
        self.world.nft('a', 'table ip f { chain o { type filter hook output priority 0; icmp type echo-request drop; }; }')
        result = self.ping('-c1', '-W.5', '10.79.0.2')
        self.assertEqual(result.err, "myping: sendmsg: Operation not permitted\n"
                                     "myping: this host's own firewall drops what is sent to 10.79.0.2\n")

    def test_arp_time_is_not_in_the_round_trip_time(self):
        """The neighbour answers ARP only after a while: the peer would show that as the round-trip time."""
        self.two_hosts()
        self.world.ip('b', 'link set eth0 arp off')
        process = self.world.popen('a', [nd.tool('myping'), '-c1', '-W5', '--json', '--explain', '10.79.0.2'])
        nd.wait_until(lambda: 'INCOMPLETE' in self.world.ip('a', 'neigh show'))
        self.world.ip('b', 'link set eth0 arp on')
        objects = nd.schema('myping').check(process.finish().out)
        reply = next(o for o in objects if o['type'] == 'reply')
        self.assertLess(reply['rtt_ms'], 200)
        self.assertGreater(reply['resolution_ms'], 500)
        path = next(o for o in objects if o['type'] == 'path')
        self.assertEqual(path['next_hop_state'], 'resolved')

    def test_arp_time_is_not_in_the_times_of_a_sweep(self):
        self.two_hosts()
        self.world.ip('b', 'link set eth0 arp off')
        process = self.world.popen('a', [nd.tool('myping'), '-W5', '--json', '--sweep', '10.79.0.2'])
        nd.wait_until(lambda: 'INCOMPLETE' in self.world.ip('a', 'neigh show'))
        self.world.ip('b', 'link set eth0 arp on')
        host = nd.schema('myping').check(process.finish().out)[0]
        self.assertLess(host['rtt_ms'], 200)
        self.assertGreater(host['resolution_ms'], 500)

    def test_verbose_tells_what_is_not_in_the_times(self):
        self.two_hosts()
        self.world.ip('b', 'link set eth0 arp off')
        process = self.world.popen('a', [nd.tool('myping'), '-c1', '-W5', '-v', '10.79.0.2'])
        nd.wait_until(lambda: 'INCOMPLETE' in self.world.ip('a', 'neigh show'))
        self.world.ip('b', 'link set eth0 arp on')
        result = process.finish()
        self.assertRegex(result.err, r'\nmyping: ARP took \d+ ms, which is in none of the times\n$')
        again = self.ping('-c1', '-v', '10.79.0.2')
        self.assertNotIn('ARP', again.err)

    def test_a_device_without_a_clock_falls_back_to_the_kernels(self):
        self.two_hosts()
        result = self.ping('-c1', '-v', '--clock=hardware', '10.79.0.1')
        self.assertEqual(result.status, 0)
        self.assertIn('myping: no hardware timestamps: lo: Operation not supported\n', result.err)
        self.assertIn('the device gave no hardware timestamps for 1 of the replies', result.err)
        quiet = self.ping('-c1', '--clock=hardware', '10.79.0.1')
        self.assertEqual((quiet.status, quiet.err), (0, ''))

    def test_an_unprivileged_user_pings_by_a_datagram_socket(self):
        self.two_hosts()
        program = nd.public_copy(self, 'myping')
        refused = self.world.run('a', ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', program, '-c1', '10.79.0.2'])
        self.assertEqual(refused.status, 2)
        self.assertEqual(refused.err, 'myping: socket: Operation not permitted (give it cap_net_raw, or allow your group in '
                                      'net.ipv4.ping_group_range)\n')
        self.world.sysctl('a', {'ipv4/ping_group_range': '0 2147483647'})
        for address in ('10.79.0.2', 'fd79::2'):
            allowed = self.world.run('a', ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', program, '-c1', address])
            self.assertEqual(allowed.status, 0, allowed.err)
            self.assertIn('ttl=64 time=', allowed.out)
        marked = self.world.run('a', ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', program, '-c1', '-q', '-d', '-m5',
                                      '10.79.0.2'])
        self.assertEqual((marked.status, marked.err), (0, 'myping: WARNING: failed to set mark: 5: Operation not permitted\n'))

    def test_privileges_are_gone_once_it_runs(self):
        self.two_hosts()
        process = self.world.popen('a', [nd.tool('myping'), '10.79.0.2'])
        process.wait_for('icmp_seq=1')
        # ip netns exec replaces itself, so the process is ours.
        with open(f'/proc/{process.pid}/status') as status:
            values = dict(re.findall(r'^(CapPrm|CapEff|CapInh|NoNewPrivs):\s+(\S+)$', status.read(), re.MULTILINE))
        self.assertEqual({name: int(value, 16) for name, value in values.items()},
                         {'CapPrm': 0, 'CapEff': 0, 'CapInh': 0, 'NoNewPrivs': 1})
