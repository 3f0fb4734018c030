"""Processes that end while they are looked at, and whose pids are used again at once: nobody gets another's files."""

import re
import sys
import tempfile
import unittest

import nd

nd.require_root()
CHURN = nd.TESTS / 'support' / 'churn.py'


def seen(fields):
    """(command, pid, number of the place in a path) of each file of the churning processes, of output of -F pcn."""
    pid = command = ''
    for line in fields.splitlines():
        kind, value = line[:1], line[1:]
        if kind == 'p':
            pid = value
        elif kind == 'c':
            command = value
        elif kind == 'n' and (place := re.search(r'/(\d+)(/own)?$', value)) and command.startswith('churn-'):
            yield command, pid, int(place[1])


class Churn(unittest.TestCase):
    def check(self, *arguments):
        with tempfile.TemporaryDirectory(prefix='nd-') as folder:
            result = nd.run([sys.executable, CHURN, folder, nd.tool('mylsof'), '-F', 'pcn', *arguments, '-d', 'cwd,3-9', '-a',
                             '-c', 'churn-'], timeout=100)
        if result.status == 2:
            nd.skip('pids cannot be chosen here')
        rows = list(seen(result.out))
        self.assertGreaterEqual(len(rows), 50)
        for command, pid, place in rows:
            # A name that was read before the process gave itself its own is the one it was born with: "churn.py".
            self.assertEqual(int(command.removeprefix('churn-')) % 1000, place, f'{command}, {pid}')
        names = {}
        for command, pid, _ in rows:
            names.setdefault(pid, set()).add(command)
        self.assertTrue(any(len(commands) > 1 for commands in names.values()), 'no pid was used twice')
        self.assertEqual(result.err, '')

    def test_everybody(self):
        self.check()

    def test_by_pid(self):
        self.check('-p', ','.join(str(pid) for pid in range(300, 310)))


if __name__ == '__main__':
    unittest.main()
