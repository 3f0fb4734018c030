"""Every report of mynetstat from a saved /proc tree: the text to the byte, the JSON against the schema."""

import unittest

import nd

TREE = nd.FIXTURES / 'proc' / 'netstat'
TEXT = ('an', 'tan', 'tln', 'tn', 'tanp', 'taneo', 'tanWpeo', 'uan', 'uaneo', 'uln', 'wan', 'wln', 'xa', 'x', 'xl', 'xap', 'xaW',
        '6tan', '4an', 'rn', 'rne', 'rnee', '6rn', '46rn', 'rnC', 'i', 'ie', 's', 'st', 'su', 'sw', '6s', '6st', 'gn', 'g6n')
JSON = ('tan', 'tanp', 'uan', 'wan', 'xap', 'rn', '6rn', 'ia', 's', '6s', 'gn', 'an')


def run(*arguments):
    return nd.run([nd.tool('mynetstat'), '--proc', TREE, *arguments])


class Reports(unittest.TestCase):
    def test_text(self):
        for options in TEXT:
            with self.subTest(options):
                result = run('-' + options)
                self.assertEqual((result.status, result.err), (0, ''))
                nd.assert_golden(result.out, f'mynetstat/{options}.txt')

    def test_json(self):
        for options in JSON:
            with self.subTest(options):
                result = run('-' + options, '--json')
                self.assertEqual((result.status, result.err), (0, ''))
                self.assertTrue(nd.schema('mynetstat').check(result.out))
                nd.assert_golden(result.out, f'mynetstat/{options}.jsonl')

    def test_a_tree_that_is_not_there(self):
        result = nd.run([nd.tool('mynetstat'), '--proc', '/no/such/tree', '-tan'])
        self.assertEqual((result.status, result.out, result.err),
                         (1, '', 'mynetstat: /no/such/tree: No such file or directory\n'))

    def test_a_tree_without_tables(self):
        empty = nd.temporary_folder(self)
        result = nd.run([nd.tool('mynetstat'), '--proc', empty, '-t'])
        self.assertEqual(result.status, 1)
        self.assertEqual(result.err, "mynetstat: no support for `AF INET (tcp)' on this system.\n")
        self.assertEqual(nd.run([nd.tool('mynetstat'), '--proc', empty, '-an']).status, 0)

    def test_output_that_cannot_be_written(self):
        with open('/dev/full', 'w') as full:
            result = nd.run([nd.tool('mynetstat'), '--proc', TREE, '-an'], stdout=full)
        self.assertEqual((result.status, result.err), (1, 'mynetstat: standard output: No space left on device\n'))


class BadInput(unittest.TestCase):
    def test_bad_command_lines_get_one_line_and_netstats_status(self):
        for arguments, status, text in (
                (['-q'], 3, '-q'), (['--bogus'], 3, '--bogus'), (['--num'], 3, '--numeric-hosts'), (['-A'], 3, '--protocol'),
                (['--tcp=3'], 3, '--tcp'), (['-i', '-r'], 3, '-i -r -M -s'), (['-A', 'foo'], 1, 'foo'),
                (['-A', 'inet,foo'], 1, 'foo'), (['--ipx'], 1, 'AF IPX'), (['-S'], 1, 'AF INET (sctp)'), (['-M'], 1, 'ip_masquerade'),
                (['-2'], 1, 'AF BLUETOOTH'), (['-r', '-x'], 3, "`unix'"), (['-s', '-x', '--json'], 1, 'unix')):
            with self.subTest(arguments):
                result = run(*arguments)
                self.assertEqual(result.status, status)
                self.assertEqual(result.err.count('\n'), 1)
                self.assertTrue(result.err.startswith('mynetstat: '))
                self.assertIn(text, result.err)

    def test_operands_are_ignored(self):
        self.assertEqual(run('foo', '-tan', 'bar').out, run('-tan').out)
