"""Few descriptors, little memory, no right to look: a listing is whole, or says what it lacks."""

import os
import re
import unittest

import nd
from lsof_worlds import Beside

WANT = 'mylsof: not everything could be looked into: Too many open files: '
MODES = ('-nP', '-nP -a -i', '-nP -a -U', '-nP -F', '-nP --json', '-nP -E', '--deleted', '--graph', '--top', '--ipc',
         '--netns -nP', '--sort fd -nP', '-n -P WORLD', '--watchers /')


class FewDescriptors(Beside):
    def listing(self, limit, words):
        command = f'ulimit -n {limit} && exec "$@"'
        words = words.replace('WORLD', self.world).split()
        result = nd.run(['bash', '-c', command, 'bash', nd.tool('mylsof'), '-p', self.pid, *words], timeout=120)
        # --graph looks at all processes, of which some may be closed even to us
        errors = re.sub(r'(?m)^mylsof: \d+ process(es)? could not be looked into .*\n', '', result.err)
        return result, errors

    def test_whole_or_said(self):
        if nd.SANITIZED:
            nd.skip('the sanitizers take descriptors themselves')
        for words in MODES:
            whole, errors = self.listing(256, words)
            self.assertEqual(errors, '', words)
            for limit in (5, 6, 7, 8, 9, 12):
                with self.subTest(words, limit=limit):
                    few, errors = self.listing(limit, words)
                    if errors:
                        self.assertEqual(few.status, 1, errors)
                        self.assertRegex(errors, r'\Amylsof: [^\n]*Too many open files[^\n]*\n\Z')
                    else:
                        self.assertEqual((few.status, len(few.out.splitlines())), (whole.status, len(whole.out.splitlines())))
                        if not words.startswith('--watchers'):
                            self.assertTrue(limit >= 6, 'nothing can be listed with so few')

    def test_ten_are_enough_for_all_processes_of_a_machine(self):
        sleepers = [nd.popen(['sleep', '1000']) for _ in range(120)]  # so many that all cores are used
        for sleeper in sleepers:
            self.addCleanup(sleeper.kill)
        command = f'ulimit -n 16 && exec {nd.tool("mylsof")} -nP -a -d 0,cwd -F p'
        result = nd.run(['bash', '-c', command], timeout=120)
        self.assertEqual((result.status, result.err), (0, ''))
        listed = result.out.split()
        self.assertEqual([sleeper.pid for sleeper in sleepers if f'p{sleeper.pid}' not in listed], [])


class LittleMemory(unittest.TestCase):
    def test_whole_or_said(self):
        if nd.SANITIZED:
            nd.skip('the sanitizers take more memory than that')
        paths = [os.dup(0) for _ in range(900)]
        self.addCleanup(lambda: [os.close(fd) for fd in paths])
        ours = ['--json', '-p', str(os.getpid()), '--sort', 'fd']
        whole = nd.run([nd.tool('mylsof'), *ours])
        self.assertEqual(whole.status, 0)
        ended = set()
        for kilobytes in range(6000, 24000, 500):
            few = nd.run(['bash', '-c', f'ulimit -v {kilobytes}; exec "$@"', 'bash', nd.tool('mylsof'), *ours])
            if few.status == 127:  # the loader itself
                continue
            ended.add(few.status)
            if few.status == 0:
                self.assertEqual(len(few.out.splitlines()), len(whole.out.splitlines()))
            else:
                self.assertEqual(few.status, 1, few.err)
                self.assertRegex(few.err, r'\Amylsof: [^\n]*(out of memory|Cannot allocate memory)[^\n]*\n\Z')
        self.assertIn(0, ended)


class Unprivileged(Beside):
    """A process that may not be looked into is counted."""

    LINE = 'mylsof: 1 process could not be looked into (run as root)\n'

    def setUp(self):
        nd.require_root()
        self.ours = nd.public_copy(self, 'mylsof')

    def as_nobody(self, *words):
        return nd.run([self.ours, *words, '-p', self.pid], user='nobody', timeout=60)

    def test_reports_of_our_own_say_how_many(self):
        for words in ('--deleted', '--graph', '--watchers /', '--top', '--ipc', '--netns', '--leaks 0.2', '--columns pid',
                      '--sort pid', '--filter pid>0', '--json'):
            with self.subTest(words):
                line = self.as_nobody(*words.split()).err
                if words == '--graph':  # whoever may be at the other end is looked into
                    line = re.sub(r'\d+ processes', '1 process', line)
                self.assertEqual(line, self.LINE)
                self.assertEqual(self.as_nobody('-w', *words.split()).err, '')

    def test_json_has_an_object(self):
        for words in ('--deleted', '--watchers /', '--top', '--ipc', '--netns', '--leaks 0.2', '--sort pid', '--filter pid>0',
                      '-w', '-a -i'):
            with self.subTest(words):
                objects = nd.schema('mylsof').check(self.as_nobody('--json', *words.split()).out)
                self.assertEqual(objects[-1], {'type': 'not_looked_into', 'processes': 1, 'hidden': False})
        self.assertNotIn('not_looked_into', nd.run([nd.tool('mylsof'), '--json', '-p', self.pid]).out)

    def test_processes_that_are_not_there_to_see(self):
        nd.require_namespaces()
        script = ('mount -t proc -o hidepid={} proc /proc || exit 3; setpriv --reuid 65534 --regid 65534 --clear-groups '
                  '"$@"')
        for hidepid, objects, line in (
                ('invisible', {'type': 'not_looked_into', 'processes': 0, 'hidden': True}, 'processes of others are hidden'),
                ('noaccess', {'type': 'not_looked_into', 'processes': 1, 'hidden': False}, '1 process could not be looked into')):
            result = nd.run(['unshare', '--mount', '--pid', '--fork', '--kill-child', 'bash', '-c', script.format(hidepid) + '; :', 'bash',
                             'sh', '-c', f'{self.ours} --top --json; {self.ours} --ipc >/dev/null'])
            if result.status == 3:
                nd.skip('no hidepid here')
            with self.subTest(hidepid):
                self.assertEqual(nd.schema('mylsof').check(result.out)[-1], objects)
                self.assertEqual(result.err, f'mylsof: {line} (run as root)\n' * 2)

    def test_lsofs_own_listings_are_as_lsof_has_them(self):
        nd.require_program('lsof')
        for words in ('', '-i -a', '-t', '-F', '-U -a'):
            with self.subTest(words):
                theirs = nd.run(['lsof', *words.split(), '-p', self.pid], user='nobody')
                nd.assert_same(self.as_nobody(*words.split()), theirs, err=True)


if __name__ == '__main__':
    unittest.main()
