"""--sweep: who is alive, beside fping; targets of every kind; files, rates, retries, refusals."""

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
        peer = self.world.run('a', ['fping', '-g', '10.75.0.0', '10.75.0.15', '-t300', '-r1'])
        listed = [line for line in peer.out.splitlines() if line.endswith((' is alive', ' is unreachable'))]
        self.assertEqual(sorted(ours.out.splitlines()), sorted(listed))
        self.assertEqual(ours.status, peer.status)
        self.assertRegex(ours.err, r'^16 targets, 4 alive, 12 unreachable, \d+ probes, time \d+ms\n$')

    def test_only_the_alive_or_the_others(self):
        alive = sweep(self.world, '10.75.0.1-10', '-W.3', '--retries', '0', '--alive')
        self.assertEqual(sorted(alive.out.split()), ['10.75.0.1', '10.75.0.2', '10.75.0.3', '10.75.0.9'])
        silent = sweep(self.world, '10.75.0.1-10', '-W.3', '--retries', '0', '--unreachable')
        self.assertEqual(sorted(silent.out.split()), sorted(f'10.75.0.{n}' for n in (4, 5, 6, 7, 8, 10)))

    def test_ipv6_and_names(self):
        result = sweep(self.world, 'fd75::1-fd75::3', 'localhost', '-W.3', '--retries', '0')
        self.assertEqual(sorted(result.out.splitlines()), ['fd75::1 is alive', 'fd75::2 is alive', 'fd75::3 is unreachable',
                                                           'localhost is alive'])

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

    def test_refusals(self):
        for arguments, status, text in ((['--rate', 'x', '::1'], 2, 'myping: bad rate: x\n'),
                                        (['--backoff', '0', '::1'], 2, 'myping: bad backoff: 0\n'),
                                        (['--file', '/nonexistent'], 2, 'myping: /nonexistent: No such file or directory\n'),
                                        ([], 1, 'myping: usage error: Destination address required\n')):
            result = sweep(self.world, *arguments)
            self.assertEqual((result.status, result.out, result.err), (status, '', text))

    def test_an_unknown_name(self):
        result = sweep(self.world, 'nosuch.invalid', '127.0.0.1')
        self.assertEqual((result.status, result.out), (2, '127.0.0.1 is alive\n'))
        self.assertTrue(result.err.endswith('myping: nosuch.invalid: Name or service not known\n'))
