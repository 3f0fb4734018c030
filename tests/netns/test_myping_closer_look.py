"""What only a closer look tells: two owners of an address, replies on another way than probes, a limiter, a loop or just a
long way, the last hop that speaks."""

import re
import unittest

import nd

nd.require_namespaces()


class CloserLook(unittest.TestCase):
    def setUp(self):
        self.world = nd.World()
        self.addCleanup(self.world.close)

    def ping(self, *arguments):
        return self.world.run('a', [nd.tool('myping'), *arguments])

    def summary(self, *arguments):
        result = self.ping('--json', *arguments)
        objects = nd.schema('myping').check(result.out)
        self.assertEqual(objects[-1]['type'], 'summary')
        return objects[-1], result.err, objects

    def expect(self, code, text, *arguments):
        summary, err, objects = self.summary(*arguments)
        self.assertIsNotNone(summary['verdict'], err)
        self.assertEqual(summary['verdict']['code'], code, err)
        self.assertRegex(summary['verdict']['text'], text)
        self.assertEqual(err.splitlines()[-1], 'myping: ' + summary['verdict']['text'])
        return objects

    def line_of_routers(self):
        """a - r - s - b, with a way back everywhere."""
        world = self.world
        world.host('a'), world.host('r', router=True), world.host('s', router=True), world.host('b')
        world.link('a', '10.73.1.1/24', 'r', '10.73.1.2/24')
        world.link('r', '10.73.2.1/24', 's', '10.73.2.2/24')
        world.link('s', '10.73.3.1/24', 'b', '10.73.3.2/24')
        world.route('a', 'default via 10.73.1.2')
        world.route('r', '10.73.3.0/24 via 10.73.2.2')
        world.route('s', '10.73.1.0/24 via 10.73.2.1')
        world.route('b', 'default via 10.73.3.1')

    def two_owners(self):
        world = self.world
        world.host('a'), world.host('b'), world.host('c')
        world.switch('s', {'a': ['10.73.0.1/24'], 'b': ['10.73.0.2/24'], 'c': ['10.73.0.2/24']})
        return sorted([world.mac('b'), world.mac('c')])

    def test_an_address_that_is_taken_twice(self):
        macs = self.two_owners()
        objects = self.expect('duplicate_address', '^10.73.0.2 is taken twice on eth0: ', '-c1', '--explain', '10.73.0.2')
        self.assertEqual(sorted(re.findall(r'[0-9a-f:]{17}', objects[-1]['verdict']['text'])), macs)

    def test_an_address_that_is_taken_twice_by_silent_hosts(self):
        self.two_owners()
        for host in 'bc':
            self.world.sysctl(host, {'ipv4/icmp_echo_ignore_all': 1})
        self.expect('duplicate_address', 'is taken twice', '-c1', '-W.3', '--explain', '10.73.0.2')

    def test_silent_hosts_of_one_address_need_no_asking(self):
        self.two_owners()
        for host in 'bc':
            self.world.sysctl(host, {'ipv4/icmp_echo_ignore_all': 1})
        self.expect('duplicate_address', 'is taken twice', '-c2', '-i.2', '-W.3', '10.73.0.2')

    def test_an_ipv6_address_that_is_taken_twice(self):
        world = self.world
        for host in 'abc':
            world.host(host, sysctl={'ipv6/conf/default/accept_dad': 0, 'ipv6/conf/all/accept_dad': 0})
        world.switch('s', {'a': ['fd73::1/64'], 'b': ['fd73::2/64'], 'c': ['fd73::2/64']})
        macs = sorted([world.mac('b'), world.mac('c')])
        objects = self.expect('duplicate_address', '^fd73::2 is taken twice on eth0: ', '-c1', '--explain', 'fd73::2')
        self.assertEqual(sorted(re.findall(r'[0-9a-f:]{17}', objects[-1]['verdict']['text'])), macs)
        for host in 'bc':
            world.sysctl(host, {'ipv6/icmp/echo_ignore_all': 1})
        self.expect('duplicate_address', 'is taken twice', '-c1', '-W.3', 'fd73::2')

    def test_one_owner_is_no_verdict(self):
        self.world.host('a'), self.world.host('b')
        self.world.link('a', '10.73.0.1/24', 'b', '10.73.0.2/24')
        self.assertIsNone(self.summary('-c1', '--explain', '10.73.0.2')[0]['verdict'])

    def two_ways(self):
        """b answers through its second device, which a hears on eth1."""
        world = self.world
        world.host('a'), world.host('b')
        world.link('a', '10.73.0.1/24', 'b', '10.73.0.2/24')
        world.link('a', '10.73.9.1/24', 'b', '10.73.9.2/24')
        world.ip('b', 'route add 10.73.0.1/32 via 10.73.9.1')

    def test_replies_that_come_in_elsewhere(self):
        self.two_ways()
        for asked in (['--explain'], []):
            with self.subTest(asked):
                self.expect('reply_through_other_interface', '^replies come in through eth1, probes leave through eth0$', '-c1', *asked,
                            '10.73.0.2')
        self.assertEqual(self.ping('-c1', '10.73.0.2').err, '', 'nothing to explain to a script that has its answer')

    def test_replies_that_come_in_elsewhere_and_are_dropped(self):
        self.two_ways()
        self.ping('-c1', '-W2', '10.73.0.2')  # rp_filter would drop what b asks by ARP as well
        self.world.sysctl('a', {'ipv4/conf/eth1/rp_filter': 1})
        self.expect('reply_through_other_interface', r'another interface than eth0 and this host drops them \(rp_filter\)', '-c1',
                    '-W.3', '10.73.0.2')

    def test_what_others_send_the_wrong_way_says_nothing(self):
        self.two_ways()
        self.ping('-c1', '-W2', '10.73.0.2')
        self.world.sysctl('a', {'ipv4/conf/eth1/rp_filter': 1})
        self.world.nft('b', 'table ip f { chain i { type filter hook input priority 0; icmp type echo-request drop; }; }')
        with self.world.popen('b', ['ping', '-q', '-i.02', '-I', '10.73.0.2', '10.73.9.1']):
            def drops():
                return int(self.world.run('a', ['nstat', '-az', 'TcpExtIPReversePathFilter']).out.split()[-2])
            before = drops()
            nd.wait_until(lambda: drops() > before + 3)
            self.expect('silent', 'does not answer', '-c1', '-W.3', '10.73.0.2')

    def test_what_this_host_says_is_no_hop(self):
        self.line_of_routers()
        objects = self.expect('host_unresolved', '10.73.1.77', '-c1', '-W4', '--trace', '10.73.1.77')
        trace = next(o for o in objects if o['type'] == 'trace')
        self.assertEqual((trace['hops'], trace['last_speaker']), ([], None))

    def test_what_this_host_says_of_a_link_local_address_is_no_hop(self):
        self.line_of_routers()
        objects = self.expect('host_unresolved', 'fe80::77%eth0', '-c1', '-W.2', '--trace', 'fe80::77%eth0')
        trace = next(o for o in objects if o['type'] == 'trace')
        self.assertEqual((trace['hops'], trace['last_speaker']), ([], None))

    def test_a_limiter(self):
        self.world.host('a'), self.world.host('b')
        self.world.link('a', '10.73.0.1/24', 'b', '10.73.0.2/24')
        self.world.nft('b', 'table ip f { chain i { type filter hook input priority 0; icmp type echo-request '
                            'limit rate over 10/second burst 5 packets drop; }; }')
        for pace in (['-c100', '-i.03'], ['-c300', '-i0']):
            with self.subTest(pace):
                self.expect('rate_limited', r'^answers come evenly, about (9|1\d)(\.\d+)? a second, and the rest is lost: rate limited$',
                            *pace, '-W.2', '10.73.0.2')
                self.assertRegex(self.ping(*pace, '-W.2', '-q', '10.73.0.2').err, r'^myping: answers come evenly, ')

    def test_a_loop(self):
        self.line_of_routers()
        self.world.ip('r', 'route add 10.55.0.0/16 via 10.73.2.2')
        self.world.ip('s', 'route add 10.55.0.0/16 via 10.73.2.1')
        for router in 'rs':
            self.world.sysctl(router, {'ipv4/conf/all/send_redirects': 0, 'ipv4/conf/eth0/send_redirects': 0,
                                       'ipv4/conf/eth1/send_redirects': 0})
        for arguments in ((), ('-t5',)):  # a small time to live of one's own proves nothing: the largest is tried
            self.expect('routing_loop', 'go round', '-c1', '-W.5', *arguments, '10.55.0.1')

    def test_a_time_to_live_that_is_just_too_small(self):
        self.line_of_routers()
        self.expect('ttl_exceeded', '^time to live ran out on the way: 10.73.2.2 says', '-c1', '-t2', '10.73.3.2')

    def test_the_way_hop_by_hop(self):
        self.line_of_routers()
        result = self.ping('-c1', '--trace', '10.73.3.2')
        self.assertRegex(result.out, r'\nhop 1: 10.73.1.2 [\d.]+ ms\nhop 2: 10.73.2.2 [\d.]+ ms\nhop 3: 10.73.3.2 [\d.]+ ms, the host\n$')

    def test_the_last_hop_that_speaks(self):
        self.line_of_routers()
        self.world.nft('s', 'table ip f { chain c { type filter hook forward priority 0; drop; }; }')
        objects = self.expect('silent_beyond_gateway', r'the last hop that speaks is 10\.73\.2\.2 \(hop 2\)$', '-c1', '-W.3', '--trace',
                              '10.73.3.2')
        trace = next(o for o in objects if o['type'] == 'trace')
        self.assertEqual(trace['last_speaker'], '10.73.2.2')
        self.assertEqual([hop['address'] for hop in trace['hops']], ['10.73.1.2', '10.73.2.2'])

    def test_nobody_speaks(self):
        self.line_of_routers()
        self.world.nft('r', 'table ip f { chain c { type filter hook prerouting priority 0; icmp type echo-request drop; }; }')
        result = self.ping('-c1', '-W.3', '--trace', '10.73.3.2')
        self.assertTrue(result.out.endswith('last hop that speaks: none\n'), result.out)
        self.assertRegex(result.err, 'gateway 10.73.1.2 is there on eth0, nothing beyond it answers')
