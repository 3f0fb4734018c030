"""--sweep: who is alive, beside fping; targets of every kind; files, rates, retries, refusals."""

import re
import unittest

import nd

nd.require_namespaces()
nd.require_program('fping')


def sweep(world, *arguments, **options):
    return world.run('a', [nd.tool('myping'), '--sweep', *arguments], **options)


class Sweep(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = nd.World()
        cls.addClassCleanup(cls.world.close)
        cls.world.host('a'), cls.world.host('b')
        cls.world.link('a', ['10.75.0.1/24', 'fd75::1/64'], 'b', [f'10.75.0.{n}/24' for n in (2, 3, 9)] + ['fd75::2/64'])

    def test_alive_and_unreachable_like_fping(self):
        ours = sweep(self.world, '10.75.0.0/28', '-W.3', '--retries', '1')
        peer = self.world.run('a', ['fping', '-g', '10.75.0.0/28', '-t300', '-r1'])
        listed = [line for line in peer.out.splitlines() if line.endswith((' is alive', ' is unreachable'))]
        self.assertEqual(sorted(ours.out.splitlines()), sorted(listed))
        self.assertEqual(ours.status, peer.status)
        self.assertRegex(ours.err, r'^14 targets, 4 alive, 10 unreachable, \d+ probes, time \d+ms\n$')

    def test_only_the_alive_or_the_others(self):
        alive = sweep(self.world, '10.75.0.1-10', '-W.3', '--retries', '0', '--alive')
        self.assertEqual(sorted(alive.out.split()), ['10.75.0.1', '10.75.0.2', '10.75.0.3', '10.75.0.9'])
        silent = sweep(self.world, '10.75.0.1-10', '-W.3', '--retries', '0', '--unreachable')
        self.assertEqual(sorted(silent.out.split()), sorted(f'10.75.0.{n}' for n in (4, 5, 6, 7, 8, 10)))

    def test_ipv6_and_names(self):
        result = sweep(self.world, 'fd75::1-fd75::3', 'localhost', '-W.3', '--retries', '0')
        self.assertEqual(sorted(result.out.splitlines()), ['fd75::1 is alive', 'fd75::2 is alive', 'fd75::3 is unreachable',
                                                           'localhost is alive'])

    def test_link_local_addresses(self):
        """With and without a scope; what comes back always has one."""
        there = next(word.split('/')[0] for word in self.world.ip('b', '-6 -o address show dev eth0 scope link').split() if word.startswith('fe80'))
        for arguments, address in (([f'{there}%eth0'], f'{there}%eth0'), (['-I', 'eth0', there], there), (['-c2', '-i.05', f'{there}%eth0'], f'{there}%eth0')):
            with self.subTest(arguments):
                host, summary = nd.schema('myping').check(sweep(self.world, '--json', '--retries', '0', *arguments).out)
                self.assertEqual((host['address'], host['alive'], summary['alive']), (address, True, 1))
        host = nd.schema('myping').check(sweep(self.world, '--json', '--retries', '0', '-W5', 'fe80::77%eth0').out)[0]
        self.assertEqual((host['address'], host['reason']), ('fe80::77%eth0', 'Destination unreachable: Address unreachable'))
        self.assertRegex(host['reason_from'], '^fe80::.*%eth0$')

    def test_targets_from_a_file_and_from_standard_input(self):
        text = '10.75.0.2 # the second\n\n10.75.0.3, 10.75.0.9\n'
        path = nd.temporary_folder(self) / 'hosts'
        path.write_text(text)
        for name, given in ((path, None), ('-', text)):
            result = sweep(self.world, '--file', name, '--alive', input=given)
            self.assertEqual((result.status, sorted(result.out.split())), (0, ['10.75.0.2', '10.75.0.3', '10.75.0.9']))

    def test_every_host_of_a_large_network_at_full_rate(self):
        result = sweep(self.world, '127.1.0.0/16', '--rate', '0', '-q')
        self.assertEqual((result.status, result.err), (0, ''))
        self.assertRegex(result.out, '^65536 targets, 65536 alive, 0 unreachable, 65536 probes, ')

    def test_more_than_65536_silent_hosts_at_once(self):
        self.world.nft('a', 'table ip f { chain i { type filter hook input priority 0; ip daddr 127.2.0.0/15 '
                            'icmp type echo-request ip daddr & 0.0.0.1 == 0.0.0.1 drop; }; }')
        self.addCleanup(self.world.nft, 'a', 'delete table ip f')
        result = sweep(self.world, '127.2.0.0/15', '--rate', '0', '-q', '-W2', '--retries', '0')
        self.assertRegex(result.out, '^131072 targets, 65536 alive, 65536 unreachable, ')

    def test_the_rate_is_kept(self):
        summary = nd.schema('myping').check(sweep(self.world, '127.0.0.1-60', '--rate', '100', '--json').out)[-1]
        self.assertEqual((summary['type'], summary['alive']), ('sweep_summary', 60))
        self.assertGreater(summary['duration_ms'], 550)

    def test_retries(self):
        hosts = nd.schema('myping').check(sweep(self.world, '10.75.0.2', '10.75.0.66', '--retries', '2', '-W.2', '--backoff', '1',
                                                '--json').out)
        self.assertEqual({h['address']: (h['alive'], h['probes']) for h in hosts[:-1]},
                         {'10.75.0.2': (True, 1), '10.75.0.66': (False, 3)})

    def test_several_probes_each_like_fping(self):
        ours = sweep(self.world, '10.75.0.1-4', '-c3', '-i.1')
        peer = self.world.run('a', ['fping', '-c3', '-p100', '-q', '-g', '10.75.0.1', '10.75.0.4'])

        def without_times(text):
            return sorted(re.sub(r'max = [\d./]+$', 'max = T', line) for line in text.splitlines())
        self.assertEqual(without_times(ours.out), without_times(peer.err))
        self.assertEqual(ours.status, peer.status)
        for low, middle, high in re.findall(r'min/avg/max = ([\d.]+)/([\d.]+)/([\d.]+)', ours.out):
            self.assertTrue(0 < float(low) <= float(middle) <= float(high) < 100)

    def test_several_probes_each_as_json(self):
        objects = nd.schema('myping').check(sweep(self.world, '10.75.0.2', '10.75.0.66', '-c3', '-i.05', '--json').out)
        hosts = {o['address']: o for o in objects[:-1]}
        alive, silent = hosts['10.75.0.2'], hosts['10.75.0.66']
        self.assertEqual([(h['probes'], h['received'], h['loss_percent']) for h in (alive, silent)], [(3, 3, 0), (3, 0, 100)])
        self.assertLessEqual(alive['min_ms'], alive['rtt_ms'])
        self.assertEqual((silent['reason'], objects[-1]['probes']), ('timeout', 6))

    def test_no_interval_is_not_no_time_for_a_reply(self):
        for arguments in (['-i0'], ['-i.001']):
            result = sweep(self.world, '10.75.0.2', '127.0.0.1', '-c3', *arguments)
            self.assertEqual((result.status, len(re.findall('= 3/3/0%', result.out))), (0, 2), result.out)
        for wait in ('0', '.0001'):
            self.assertEqual(sweep(self.world, '10.75.0.2', '-W', wait),
                             (2, '', f'myping: bad linger time: {wait} (a sweep waits 0.001 seconds at least)\n'))

    def test_an_interrupted_sweep_is_not_a_success(self):
        with self.world.popen('a', [nd.tool('myping'), '--sweep', '127.0.0.0/24', '--rate', '50', '--json', '10.75.0.66']) as process:
            process.wait_for("127.0.0.3")
            result = process.interrupt()
        summary = nd.schema('myping').check(result.out)[-1]
        self.assertEqual(result.status, 1)
        self.assertEqual(summary['targets'] + summary['not_asked'], 257)
        self.assertRegex(result.err, rf"^myping: interrupted: {summary['not_asked']:.0f} targets were not asked, \d+ had not answered yet\n$")

    def test_a_sweep_that_is_cut_short_tells_what_it_knows(self):
        arguments = ['--json', '-w2', '-c1000', '-i.1']
        result = sweep(self.world, *arguments, '10.75.0.2', '10.75.0.66')
        here, absent, summary = nd.schema('myping').check(result.out)
        self.assertEqual((here['address'], here['alive'], here['probes'] < 1000), ('10.75.0.2', True, True))
        self.assertEqual((absent['address'], absent['alive'], absent['received']), ('10.75.0.66', False, 0))
        self.assertEqual((result.status, summary['alive'], summary['unreachable'], result.err), (1, 1, 1, ''))
        alive = sweep(self.world, *arguments, '10.75.0.2')
        self.assertEqual((alive.status, alive.err), (0, ''))

    def test_what_a_sweep_does_not_know_is_refused(self):
        for option in ('-p ff', '-M do', '-F 1', '-e 7', '-R', '-T tsonly', '-l 2', '-O', '-D', '--timestamps iso', '--stats', '--report 1',
                       '--graph', '--until-up', '--fail-after 2', '--changes', '--explain', '--trace', '--clock kernel', '-A', '-f'):
            name = option.split()[0]
            self.assertEqual(sweep(self.world, *option.split(), '127.0.0.1'), (2, '', f'myping: --sweep does not go with {name}\n'))
        self.assertEqual(sweep(self.world, '--stats', '-O', '127.0.0.1').err, 'myping: --sweep does not go with -O, --stats\n')
        for size in ('0', '15', '2041'):
            self.assertEqual(sweep(self.world, '-s', size, '127.0.0.1'),
                             (2, '', f'myping: bad size: {size} (16 to 2040 bytes in a sweep)\n'))

    def test_the_family_of_addresses(self):
        for option, alive, other in (('-4', '127.0.0.1', '::1'), ('-6', '::1', '127.0.0.0/30')):
            result = sweep(self.world, option, other, alive)
            self.assertEqual((result.status, result.out), (2, f'{alive} is alive\n'))
            self.assertIn(f'myping: {other}: Address family for hostname not supported\n', result.err)

    def test_a_deadline(self):
        result = sweep(self.world, '127.0.0.0/16', '-w1', '-q')
        self.assertEqual(result.status, 1)
        self.assertRegex(result.err, r'^myping: interrupted: 65\d{3} targets were not asked, \d+ had not answered yet\n$')

    def test_a_table(self):
        result = sweep(self.world, '10.75.0.2', '10.75.0.66', 'localhost', '--table', '-W.3', '--retries', '0')
        lines = result.out.splitlines()
        self.assertRegex(lines[0], r'^Host +State +Sent +Received +Loss% +Min +Avg +Max$')
        self.assertRegex(lines[1], r'^10\.75\.0\.2 +alive +1 +1 +0 +[\d.]+ +[\d.]+ +[\d.]+$')
        self.assertRegex(lines[2], r'^10\.75\.0\.66 +timeout +1 +0 +100 +- +- +-$')
        self.assertRegex(lines[3], r'^localhost +alive ')
        self.assertEqual(len({len(line) for line in lines}), 1, 'not aligned')

    def test_source_device_mark_and_time_to_live(self):
        """Each as seen by a firewall of the sender's, which rejects what does not have it."""
        for arguments, match in ((['-I', '10.75.0.200'], 'ip saddr 10.75.0.200'), (['-t', '9'], 'ip ttl 9'), (['-m', '7'], 'meta mark 7'),
                                 (['-Q', '0x20'], 'ip dscp 8'), (['-I', 'lo'], 'oifname "lo"'), (['-s', '100'], 'ip length 128')):
            with self.subTest(match):
                self.world.ip('a', 'address replace 10.75.0.200/24 dev eth0')
                self.world.nft('a', 'table ip f { chain o { type filter hook output priority 0; icmp type echo-request '
                                    f'{match} counter accept; icmp type echo-request drop; }}; }}')
                try:
                    target = '127.0.0.1' if 'lo' in arguments else '10.75.0.2'
                    self.assertEqual(sweep(self.world, target, '-W.3', '--retries', '0', *arguments).out, f'{target} is alive\n')
                finally:
                    self.world.nft('a', 'delete table ip f')
        self.assertEqual(sweep(self.world, '10.75.0.2', '-I', 'nosuch').status, 2)

    def test_more_hosts_on_the_link_than_the_neighbour_table_holds(self):
        """Every address is asked, and none is lost to a full table: the living one at the end is found."""
        self.world.ip('b', 'address add 10.75.8.250/32 dev eth0')
        self.world.ip('a', 'route add 10.75.4.0/22 dev eth0')
        self.world.ip('a', 'route add 10.75.8.0/24 dev eth0')
        result = sweep(self.world, '10.75.4.0-10.75.8.255', '--rate', '0', '-W1', '--retries', '0', '--json')
        objects = nd.schema('myping').check(result.out)
        self.assertEqual([o['address'] for o in objects[:-1] if o['alive']], ['10.75.8.250'])
        self.assertEqual({o['reason'] for o in objects[:-1] if not o['alive']} - {'Destination Host Unreachable'}, {'timeout'})
        self.assertGreater(objects[-1]['duration_ms'], 4000)

    def test_who_says_what(self):
        self.world.ip('a', 'route add 10.76.0.0/24 via 10.75.0.2')
        objects = nd.schema('myping').check(sweep(self.world, '10.76.0.1', '-W1', '--json').out)
        self.assertEqual(objects[0]['reason'], 'timeout')
        self.world.sysctl('b', {'ipv4/ip_forward': 1, 'ipv4/icmp_ratelimit': 0})
        self.world.ip('b', 'route add unreachable 10.76.0.0/24')
        objects = nd.schema('myping').check(sweep(self.world, '10.76.0.1', '-W1', '--json').out)
        self.assertEqual(objects[0]['reason'], 'Destination Host Unreachable')

    def test_refusals(self):
        for arguments, status, text in ((['--rate', 'x', '::1'], 2, 'myping: bad rate: x\n'),
                                        (['--backoff', '0', '::1'], 2, 'myping: bad backoff: 0\n'),
                                        (['--alive', '--unreachable', '::1'], 2, 'myping: only one of --alive or --unreachable may be used\n'),
                                        (['--file', '/nonexistent'], 2, 'myping: /nonexistent: No such file or directory\n'),
                                        ([], 1, 'myping: usage error: Destination address required\n')):
            result = sweep(self.world, *arguments)
            self.assertEqual((result.status, result.out, result.err), (status, '', text))

    def test_an_unknown_name(self):
        result = sweep(self.world, 'nosuch.invalid', '127.0.0.1')
        self.assertEqual((result.status, result.out), (2, '127.0.0.1 is alive\n'))
        peer = self.world.run('a', ['fping', 'nosuch.invalid'])
        self.assertIn(f'myping: {peer.err}', result.err)

    def test_what_is_no_target_is_told_as_an_object(self):
        given = ['nosuch.invalid', '10.5.0.0/33', '10.5.0.3-10.5.0.1', '10.5.0.1-256', '127.0.0.1']
        result = sweep(self.world, *given, '::1', '-4', '--json')
        objects = nd.schema('myping').check(result.out)
        unknown = {o['host']: o for o in objects if o['type'] == 'unknown'}
        self.assertEqual({name: o['code'] for name, o in unknown.items()},
                         {'nosuch.invalid': 'unknown_host', '10.5.0.0/33': 'malformed', '10.5.0.3-10.5.0.1': 'malformed',
                          '10.5.0.1-256': 'malformed', '::1': 'other_family'})
        for name, told in unknown.items():
            self.assertIn(f"myping: {name}: {told['reason']}\n", result.err)
        self.assertEqual((objects[-1]['unknown_names'], objects[-1]['alive'], objects[-1]['verdict'], result.status), (5, 1, None, 2))

    def test_any_address_is_this_host_as_in_a_single_run(self):
        result = sweep(self.world, '0.0.0.0', '::', '0')
        self.assertEqual((result.status, sorted(result.out.splitlines())), (0, ['0 is alive', '0.0.0.0 is alive', ':: is alive']))

    def test_options_of_sweeps_alone(self):
        for option in ('--alive', '--table', '--unreachable', '--rate 5', '--retries 1', '--backoff 2'):
            result = self.world.run('a', [nd.tool('myping'), '-c1', *option.split(), '127.0.0.1'])
            self.assertEqual(result, (2, '', f'myping: {option.split()[0]}: only with --sweep\n'))

    def test_times_have_no_more_digits_than_nanoseconds(self):
        out = sweep(self.world, '127.0.0.0/24', '--rate', '0', '--json').out
        nd.schema('myping').check(out)
        for figure in re.findall(r'_ms":([^,}]+)', out):
            self.assertRegex(figure, r'^\d+\.\d{1,6}$')
