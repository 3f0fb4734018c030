"""mycap's text and JSON of saved captures, to the byte."""
import unittest

import nd

PCAP = nd.FIXTURES / 'pcap'
CAPTURES = ('session', 'any')
TEXT = {'n': ['-n'], 'nv': ['-nv'], 'nvvv': ['-nvvv'], 'ne': ['-ne'], 'nq': ['-nq'], 'nX': ['-nX'], 'nA': ['-nA'], 'tttt': ['-nSK#tttt']}


def run(capture, *arguments):
    return nd.run([nd.tool('mycap'), *arguments, '-r', PCAP / f'{capture}.pcap'])


class Saved(unittest.TestCase):
    def test_text(self):
        for capture in CAPTURES:
            for name, flags in TEXT.items():
                with self.subTest(f'{capture} {name}'):
                    result = run(capture, *flags)
                    self.assertEqual(result.status, 0)
                    nd.assert_golden(result.out, f'mycap/{capture}.{name}.txt')

    def test_json(self):
        for capture, flags in {'session': [], 'session-cut68': ['--payload']}.items():
            with self.subTest(capture):
                result = run(capture, '-n', '--json', *flags)
                self.assertEqual(result.status, 0)
                self.assertTrue(nd.schema('mycap').check(result.out))
                nd.assert_golden(result.out, f'mycap/{capture}.jsonl')

    def test_summaries(self):
        for capture in ('session', 'any'):
            for name, flags in {'summary': [], 'reports': ['--report', '60.5']}.items():
                with self.subTest(f'{capture} {name}'):
                    text, lines = run(capture, '--quiet', *flags), run(capture, '--quiet', '--json', *flags)
                    self.assertEqual((text.status, lines.status), (0, 0))
                    nd.assert_golden(text.out, f'mycap/{capture}.{name}.txt')
                    objects = nd.schema('mycap').check(lines.out)
                    self.assertTrue(all(line['type'] == 'summary' for line in objects))
                    self.assertEqual([line['whole'] for line in objects], [False] * (len(objects) - 1) + [True])
                    nd.assert_golden(lines.out, f'mycap/{capture}.{name}.jsonl')

    def test_a_summary_counts_what_was_shown(self):
        for flags in ([], ['tcp'], ['udp', 'or', 'arp'], ['--skip', '4'], ['-c', '7'], ['port', '9']):
            with self.subTest(flags):
                *packets, summary = nd.schema('mycap').check(run('session', '--summary', '--json', *flags).out)
                self.assertEqual((summary['type'], summary['packets'], summary['bytes']),
                                 ('summary', len(packets), sum(packet['length'] for packet in packets)))
                self.assertEqual(sum(protocol['packets'] for protocol in summary['protocols']), len(packets))
        result = run('session', '-n', '--summary')
        self.assertTrue(result.out.startswith(run('session', '-n').out + 'summary: 19 packets, '))

    def test_a_summary_beside_a_file(self):
        file = nd.temporary_folder(self) / 'copy'
        result = run('session', '--summary', '-w', file)
        self.assertEqual(result.status, 0)
        self.assertTrue(result.out.startswith('summary: 19 packets, '))
        self.assertEqual(file.read_bytes(), (PCAP / 'session.pcap').read_bytes())

    def test_every_form_of_a_capture_shows_the_same(self):
        expected = run('session', '-n').out
        for name in ('session-bigendian.pcap', 'session-nano.pcap', 'session.pcapng'):
            with self.subTest(name):
                self.assertEqual(nd.run([nd.tool('mycap'), '-n', '-r', PCAP / name]).out, expected)


if __name__ == '__main__':
    unittest.main()
