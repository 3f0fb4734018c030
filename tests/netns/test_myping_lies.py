"""Replies that lie: forged, damaged, doubled, cut, for probes that were never sent, from somebody else. Each is shown with
its mark, only true ones count, and no figure becomes absurd."""

import re
import sys
import unittest

import nd

nd.require_namespaces()

HOST, OTHER = '10.78.0.2', '10.78.0.3'
HEAD = f'64 bytes from {HOST}: icmp_seq=1 ttl=64'


class Lies(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = nd.World()
        cls.addClassCleanup(cls.world.close)
        cls.world.host('a')
        cls.world.host('b', sysctl={'ipv4/icmp_echo_ignore_all': 1})
        cls.world.link('a', '10.78.0.1/24', 'b', [f'{HOST}/24', f'{OTHER}/24'])

    def ping(self, lies, *arguments):
        program = nd.TESTS / 'support' / 'echo_responder.py'
        with self.world.popen('b', [sys.executable, program, *lies]) as responder:
            responder.wait_for('ready')
            return self.world.run('a', [nd.tool('myping'), '-W.3', '-i.1', *(arguments or ['-c1']), HOST])

    def check(self, lies, line, counts, status, *arguments):
        result = self.ping(lies, *arguments)
        text = re.sub(r'time=[0-9.]+ ms', 'time=T ms', result.out)
        self.assertIn(line, text.splitlines()[1:])
        self.assertIn(counts, text)
        self.assertEqual(result.status, status)
        for figure in re.findall(r'rtt min/avg/max/mdev = ([0-9.]+)/([0-9.]+)/([0-9.]+)/([0-9.]+)', result.out):
            self.assertTrue(all(0 <= float(number) < 1000 for number in figure), figure)
        return result

    def test_a_sweep_believes_true_replies_only(self):
        for lie, alive in (('honest', True), ('long', True), ('wrong_data', True), ('bad_checksum', False), ('wrong_cookie', False),
                           ('wrong_ident', False), ('wrong_sequence', False), ('very_short', False), ('empty', False),
                           ('nothing_but_a_type', False), (f'from={OTHER}', False)):
            with self.subTest(lie):
                result = self.ping([lie], '--json', '--retries', '0', '--sweep')
                host, summary = nd.schema('myping').check(result.out)
                self.assertEqual((host['alive'], summary['alive'], result.status), (alive, alive, int(not alive)))

    def test_rejected_replies_are_no_silence(self):
        for lie in ('bad_checksum', 'wrong_cookie', 'wrong_sequence', f'from={OTHER}'):
            with self.subTest(lie):
                result = self.ping([lie], '-c1', '--json')
                self.assertEqual(nd.schema('myping').check(result.out)[-1]['verdict']['code'], 'replies_rejected')
                self.assertRegex(result.err, '^myping: 1 replies came and none can be right')

    def test_a_reply_to_the_first_try_of_a_sweep_is_timed_from_it(self):
        result = self.ping(['late=0.4', 'silent'], '-W.25', '--retries', '1', '--backoff', '20', '--json', '--sweep')
        host = nd.schema('myping').check(result.out)[0]
        self.assertEqual((host['alive'], host['probes']), (True, 2))
        self.assertGreaterEqual(host['rtt_ms'], 400)

    def test_an_honest_reply(self):
        self.check(['honest'], f'{HEAD} time=T ms', '1 packets transmitted, 1 received, 0% packet loss', 0)

    def test_a_second_reply_is_marked(self):
        self.check(['twice', 'honest'], f'{HEAD} time=T ms (DUP!)', '2 packets transmitted, 2 received, +1 duplicates, 0% packet loss', 0,
                   '-c2')

    def test_a_storm_of_duplicates(self):
        result = self.check(['storm', 'honest'], f'{HEAD} time=T ms (DUP!)', '2 packets transmitted, 2 received, +', 0, '-c2', '-i1')
        told = int(re.search(r'\+(\d+) duplicates', result.out)[1])
        self.assertEqual(result.out.count('(DUP!)'), told)
        self.assertLessEqual(told, 999)
        summary = nd.schema('myping').check(self.ping(['storm'], '--sweep', '--json', '-c2', '-i.2').out)[-1]
        self.assertEqual((summary['alive'], summary['probes']), (1, 2))
        self.assertGreater(summary['duplicates'], 0)

    def test_a_bad_checksum_does_not_count(self):
        self.check(['bad_checksum'], f'{HEAD} (BAD CHECKSUM!)', '1 packets transmitted, 0 received, +1 corrupted, 100% packet loss', 1)

    def test_a_wrong_cookie_does_not_count(self):
        self.check(['wrong_cookie'], f'{HEAD} (WRONG COOKIE!)', '0 received, +1 corrupted, 100% packet loss', 1)

    def test_a_sequence_number_never_sent_does_not_count(self):
        self.check(['wrong_sequence'], f'64 bytes from {HOST}: icmp_seq=101 ttl=64 (NOT SENT!)', '0 received, 100% packet loss', 1)

    def test_another_source_does_not_count(self):
        self.check([f'from={OTHER}'], f'64 bytes from {OTHER}: icmp_seq=1 ttl=64 (DIFFERENT ADDRESS!)', '0 received, 100% packet loss', 1)

    def test_another_identifier_is_not_ours(self):
        result = self.ping(['wrong_ident'])
        self.assertNotIn('bytes from', result.out)
        self.assertEqual(result.status, 1)

    def test_wrong_data_is_shown(self):
        result = self.check(['wrong_data'], f'{HEAD} time=T ms', '1 received', 0)
        self.assertIn('\nwrong data byte #20 should be 0x14 but was 0xeb\n#16\t10 11 12 13 eb 15 ', result.out)
        self.assertIn('\n#48\t30 31 32 33 34 35 36 37 \n', result.out)

    def test_a_cut_reply_is_marked(self):
        self.check(['short'], f'54 bytes from {HOST}: icmp_seq=1 ttl=64 (truncated)', '1 received, 0% packet loss', 0)

    def test_a_reply_cut_before_its_cookie_does_not_count(self):
        for lie, size in (('very_short', 12), ('empty', 8)):
            with self.subTest(lie):
                self.check([lie], f'{size} bytes from {HOST}: icmp_seq=1 ttl=64 (truncated)', '0 received', 1)

    def test_a_longer_reply_counts(self):
        self.check(['long'], f'68 bytes from {HOST}: icmp_seq=1 ttl=64 time=T ms', '1 received', 0)

    def test_a_packet_that_is_no_message_is_passed_over(self):
        self.assertEqual(self.ping(['nothing_but_a_type', 'honest'], '-c2', '-w2').status, 1)

    def test_each_lie_is_an_object_of_its_own(self):
        lies = ['honest', 'twice', 'bad_checksum', 'wrong_cookie', 'wrong_sequence', f'from={OTHER}', 'silent']
        result = self.ping(lies, f'-c{len(lies)}', '-W3', '--json')  # losses are told at the end then
        objects = nd.schema('myping').check(result.out)
        self.assertEqual([o['type'] for o in objects], ['start', 'reply', 'reply', 'duplicate'] + ['rejected'] * 4 +
                         ['timeout'] * 5 + ['summary'])
        self.assertEqual([o['why'] for o in objects if o['type'] == 'rejected'],
                         ['bad_checksum', 'wrong_cookie', 'not_sent', 'wrong_source'])
        self.assertEqual([o['seq'] for o in objects if o['type'] == 'timeout'], [3, 4, 5, 6, 7])
        summary = objects[-1]
        self.assertEqual([summary[key] for key in ('transmitted', 'received', 'duplicates', 'corrupted', 'rejected')],
                         [7, 2, 1, 2, 2])
