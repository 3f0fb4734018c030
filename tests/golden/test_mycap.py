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

    def test_every_form_of_a_capture_shows_the_same(self):
        expected = run('session', '-n').out
        for name in ('session-bigendian.pcap', 'session-nano.pcap', 'session.pcapng'):
            with self.subTest(name):
                self.assertEqual(nd.run([nd.tool('mycap'), '-n', '-r', PCAP / name]).out, expected)


if __name__ == '__main__':
    unittest.main()
