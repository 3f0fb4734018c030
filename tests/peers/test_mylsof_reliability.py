"""Outputs that fail, a poor start, stops, storms of processes, and names that want to be more than names."""

import os
import pathlib
import re
import signal
import sys
import unittest

import nd
from lsof_holder import Holder, mylsof

MODES = ('-nP', '-t', '-F', '--json', '-J', '-j', '--top', '--graph', '--ipc', '--deleted', '--sort pid', '--columns pid', '-r1c2',
         '--watch 1', '-E', '--netns')


class Output(unittest.TestCase):
    def check(self, shell, reason):
        self.addCleanup(os.close, os.memfd_create('gone'))  # something for --deleted
        for words in MODES + ('--help', '--version', '-V -p 999999'):
            with self.subTest(words):
                own = '' if words.startswith('-V') else f'-p {os.getpid()}'
                result = nd.run(['bash', '-c', shell.format(f'{nd.tool("mylsof")} {words} {own}')])
                self.assertEqual((result.status, result.err), (1, f'mylsof: standard output: {reason}\n'))

    def test_a_full_disk(self):
        self.check('{} > /dev/full', 'No space left on device')

    def test_a_closed_output(self):
        self.check('{} >&-', 'Bad file descriptor')

    def test_a_file_may_not_grow(self):
        path = nd.temporary_folder(self) / 'out'
        for words in ('-nP', '--json', '--top', '--graph'):
            with self.subTest(words):
                path.write_text('x' * 1024, encoding='ascii')
                result = nd.run(['bash', '-c', f'ulimit -f 1; exec {nd.tool("mylsof")} {words} -p {os.getpid()} >> {path}'])
                self.assertEqual((result.status, result.err), (1, 'mylsof: standard output: File too large\n'))


class Start(unittest.TestCase):
    def test_closed_descriptors(self):
        whole = mylsof('-a', '-d', '0', '-p', os.getpid()).out
        for closed in ('<&-', '2>&-', '<&- 2>&-'):
            with self.subTest(closed):
                result = nd.run(['bash', '-c', f'{nd.tool("mylsof")} -a -d 0 -p {os.getpid()} {closed}'])
                self.assertEqual((result.status, result.out), (0, whole))

    def test_not_even_a_name(self):
        program = ('import ctypes, sys; '
                   'ctypes.CDLL(None).execv(sys.argv[1].encode(), (ctypes.c_char_p * 1)(None))')
        result = nd.run([sys.executable, '-c', program, nd.tool('mylsof')], timeout=60)
        self.assertEqual(result.status, 0, result.err)
        self.assertRegex(result.out, r'\ACOMMAND +PID ')


class Stops(unittest.TestCase):
    def test_it_goes_on_after_a_stop(self):
        words = [nd.tool('mylsof'), '--watch', '0.1', '-a', '-d', '0', '-p', os.getpid()]
        with nd.popen(words) as watch:
            watch.wait_for('\n\n')
            os.kill(watch.pid, signal.SIGSTOP)
            status = pathlib.Path(f'/proc/{watch.pid}/status')
            nd.wait_until(lambda: re.search(r'(?m)^State:\s+T', status.read_text(encoding='utf-8')))
            rounds = watch.out.count('\n\n')
            os.kill(watch.pid, signal.SIGCONT)
            watch.wait_for(r'(?s)(\n\n.*){%d}' % (rounds + 3))


STORM = '''
echo {most} > /proc/sys/kernel/pid_max || exit 3
storm() {{ while :; do (:); done; }}
storm & storm &
for i in 1 2 3; do
  for words in -nP -E --deleted --graph --top --ipc --netns -t '--sort pid' --json; do
    timeout 60 {tool} $words > {out} || echo "$words: $?"
  done
done
kill %1 %2
'''


class Storm(unittest.TestCase):
    def test_processes_that_come_and_go_under_few_numbers(self):
        nd.require_root()
        script = STORM.format(most=320, tool=nd.tool('mylsof'), out=nd.temporary_folder(self) / 'out')
        result = nd.run(['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', 'bash', '-c', script], timeout=300)
        if result.status == 3 or 'unshare' in result.err:
            nd.skip('no limit of pids for a namespace here')
        shell = re.sub(r'(?m)^bash: .*\n', '', result.err)  # it had no pid for a fork
        self.assertEqual((result.out, shell), ('', ''))


EVIL = 'a\nroot 1 fake\x1b[31m\x07\u202e\u2028x\x7f\\ (deleted)'
UNSAFE = re.compile('[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e]')


class Names(unittest.TestCase):
    """What stands in a listing are names; no line and no colour is made of them."""

    def setUp(self):
        self.holder = Holder(self)
        self.holder.do(f'import ctypes; evil = {EVIL!r}; L = ctypes.CDLL(None); L.prctl(15, b") R 1 \\n\\x1b[")')
        self.holder.do('f = open(evil, "w"); g = open(evil + "2", "w"); os.unlink(evil + "2"); os.mkfifo(evil + "3"); '
                       'q = os.open(evil + "3", os.O_RDWR); raw = os.open(b"\\xff\\xc2\\x9b\\n", os.O_CREAT)')
        self.holder.do('s = socket.socket(socket.AF_UNIX); s.bind(evil + "s"); s.listen(); e = select.epoll(); e.register(s, 1); '
                       'm = L.memfd_create(evil.encode(), 2); i = L.inotify_init(); L.inotify_add_watch(i, evil.encode(), 0xfff)')

    def check(self, *words):
        result = nd.run([nd.tool('mylsof'), *words], env={**os.environ, 'LC_ALL': 'C.UTF-8'})
        for text in (result.out, result.err):
            self.assertIsNone(UNSAFE.search(text), f'{words}: {text!r}')
            self.assertNotIn('\nroot 1 fake', text)
        self.assertLessEqual(len(result.err.splitlines()), 1, result.err)
        return result

    def test_of_files_and_processes(self):
        for words in ('', '-E', '-F', '--json', '-J', '-j', '--deleted', '--deleted --json', '--graph', '--ipc', '--top',
                      '--columns command,name,state,kind', '--sort name', '--netns'):
            with self.subTest(words):
                result = self.check(*words.split(), '-p', str(self.holder.pid))
                self.assertTrue(result.out)

    def test_given_as_arguments(self):
        path = f'{self.holder.folder}/{EVIL}'
        for words in (['--watchers', path], ['--watchers', path + 's'], ['--watchers', path + 'no'], [path], [path + 'no'],
                      ['--filter', 'name =~ "\x1b"'], ['--filter', '\x1b > 1'], ['--filter', 'size > "\x1b"'], ['--sort', '\x1b'],
                      ['--columns', '\x1b'], ['-c', '\x1b'], ['-u', '\x1b'], ['-p', '\x1b'], ['-i', '\x1b'], ['--proc', '\x1b'],
                      ['-e', '/\x1b'], ['-d', '\x1b'], ['--\x1b'], ['+d', path], ['-V', '-c', '\x1b'], ['-S\x1b']):
            with self.subTest(words):
                self.check(*words)


if __name__ == '__main__':
    unittest.main()
