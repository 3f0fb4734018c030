"""A run in need: no room for its output, streams that are closed, few descriptors, little memory, no argv, a process that is
stopped and goes on, namespaces and devices that go away, and names that want to be more than names."""

import os
import pathlib
import re
import signal
import sys
import unittest

import nd

nd.require_namespaces()
nd.require_program('prlimit', 'unshare')

REPORTS = ('-tan', '-tanp', '-x', '-xp', '-r', '-r -6', '-i', '-ie', '-g', '-s', '--summary', '--columns pid,state -a', '--peers -xa', '--json',
           '--json -xa', '--json -r', '--json -i', '--json -g', '--json -s', '--json --summary', '-c', '-ic', '--watch 1', '--json --watch 1')
ENDLESS = ('-c', '-ic', '--watch 1', '--json --watch 1')


class Output(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """A namespace of its own, so that lists are short, with a row in each."""
        cls.world = nd.World()
        cls.addClassCleanup(cls.world.close)
        cls.world.host('a'), cls.world.host('b')
        cls.world.link('a', ['10.78.0.1/24', 'fd00:78::1/64'], 'b', '10.78.0.2/24')
        program = 'import socket; s = socket.create_server(("10.78.0.1", 80)); u = socket.socket(socket.AF_UNIX); ' \
                  'u.bind("\\0hardship"); u.listen(); c = socket.create_connection(("10.78.0.1", 80)); print("up", flush=True); input()'
        holder = cls.world.popen('a', [sys.executable, '-c', program])
        holder.wait_for('up')

    def shell(self, line):
        return self.world.run('a', ['bash', '-c', line])

    def check(self, line, reason):
        for words in (*REPORTS, '--help', '--version', '-V', '--completions bash'):
            with self.subTest(words):
                result = self.shell(line.format(f'{nd.tool("mynetstat")} {words}'))
                self.assertEqual((result.status, result.err), (1, f'mynetstat: standard output: {reason}\n'))

    def test_a_full_disk(self):
        self.check('{} > /dev/full', 'No space left on device')

    def test_a_closed_output(self):
        self.check('{} >&-', 'Bad file descriptor')

    def test_a_file_that_may_not_grow(self):
        path = nd.temporary_folder(self) / 'out'
        for words in REPORTS:
            with self.subTest(words):
                path.write_text('x' * 1024, encoding='ascii')
                result = self.shell(f'ulimit -f 1; exec {nd.tool("mynetstat")} {words} >> {path}')
                self.assertEqual((result.status, result.err), (1, 'mynetstat: standard output: File too large\n'))

    def test_a_reader_that_goes_away(self):
        for words in ENDLESS:
            with self.subTest(words):
                result = self.shell(f'{nd.tool("mynetstat")} {words.replace(" 1", " .01")} | head -1 > /dev/null; echo ${{PIPESTATUS[0]}}')
                self.assertEqual((result.out, result.err), ('1\n', ''))

    def test_closed_streams_that_are_not_needed(self):
        for words in REPORTS:
            if words in ENDLESS:
                continue
            for closed in ('<&-', '2>&-', '<&- 2>&-'):
                with self.subTest((words, closed)):
                    result = self.shell(f'{nd.tool("mynetstat")} {words} {closed}')
                    self.assertEqual(result.status, 0)
                    self.assertTrue(result.out)


class Start(unittest.TestCase):
    def test_not_even_a_name(self):
        program = 'import ctypes, sys; ctypes.CDLL(None).execv(sys.argv[1].encode(), (ctypes.c_char_p * 1)(None))'
        result = nd.run([sys.executable, '-c', program, nd.tool('mynetstat')], timeout=60)
        self.assertEqual((result.status, result.err), (0, ''))
        self.assertRegex(result.out, r'\AActive Internet connections \(w/o servers\)\n')

    def test_values_that_are_empty(self):
        for option in ('--netns', '--columns', '--state', '--port', '--local', '--remote', '--user', '--process', '--sort', '--watch',
                       '--source', '--proc'):
            for words in ([option, ''], [option + '=']):
                with self.subTest(words):
                    self.assertEqual(nd.run([nd.tool('mynetstat'), *words]),
                                     (3, '', f'mynetstat: {option}: the value is empty (try --help)\n'))


class Shortage(unittest.TestCase):
    def test_few_descriptors(self):
        """However few there are: a list is whole, or the run says that they are too few."""
        if nd.SANITIZED:
            nd.skip('a sanitizer needs descriptors of its own')
        whole = 0
        for words in ('-tan', '-tanp', '-tan --netns all', '-s', '-i', '-r', '-r -6', '-g', '-xp', '--summary', '--json -i', '-tan --source diag'):
            for room in range(4, 13):
                with self.subTest((words, room)):
                    result = nd.run(['prlimit', f'--nofile={room}', nd.tool('mynetstat'), *words.split()], timeout=60)
                    if result.err.startswith('prlimit') or 'shared librar' in result.err:
                        continue  # not even the program can be loaded
                    if result.err:
                        self.assertIn('Too many open files', result.err)
                        self.assertNotIn('not configured', result.err)
                    self.assertEqual(len(set(result.err.splitlines())), len(result.err.splitlines()), result.err)
                    whole += (result.status, result.err) == (0, '')
                    self.assertIn(result.status, (0, 1))
                    self.assertTrue(result.status == 0 or result.err)
        self.assertGreater(whole, 0)

    def test_little_memory(self):
        if nd.SANITIZED:
            nd.skip('a sanitizer needs the address space')
        for words in ('-tanp', '-x', '-s', '-i', '-r', '--json', '--summary'):
            result = nd.run(['prlimit', '--as=60000000', nd.tool('mynetstat'), *words.split()], timeout=60)
            self.assertEqual((result.status, result.err), (0, ''), words)


class Stops(unittest.TestCase):
    def test_it_goes_on_after_a_stop(self):
        with nd.popen([nd.tool('mynetstat'), '--watch', '.05', '-i']) as watch:
            watch.wait_for('\n\n')
            os.kill(watch.pid, signal.SIGSTOP)
            status = pathlib.Path(f'/proc/{watch.pid}/status')
            nd.wait_until(lambda: re.search(r'(?m)^State:\s+T', status.read_text(encoding='utf-8')))
            rounds = watch.out.count('\n\n')
            os.kill(watch.pid, signal.SIGCONT)
            watch.wait_for(r'(?s)(\n\n.*){%d}' % (rounds + 3))

    def test_signals_end_it_between_two_rounds_as_they_end_netstat(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT, signal.SIGHUP):
            with self.subTest(number), nd.popen([nd.tool('mynetstat'), '--watch', '.05', '--json', '-i']) as watch:
                watch.wait_for('\n')
                os.kill(watch.pid, number)
                result = watch.finish()
                self.assertEqual((result.status, result.err), (-number, ''))
                nd.schema('mynetstat').check(result.out)  # each line is whole


class GoneAway(unittest.TestCase):
    def test_a_device_and_one_that_comes(self):
        with nd.World() as world:
            world.host('a')
            world.ip('a', 'link add nd0 type veth peer name other0'), world.ip('a', 'link set nd0 up')
            with world.popen('a', [nd.tool('mynetstat'), '-i', '--watch', '.05']) as watch:
                watch.wait_for('nd0 ')
                world.ip('a', 'link del nd0')
                watch.wait_for('^- nd0 ')
                world.ip('a', 'link add nd1 type veth peer name other1'), world.ip('a', 'link set nd1 up')
                watch.wait_for(r'^\+ nd1 ')
                self.assertEqual(watch.err, '')

    def test_what_is_left_of_a_namespace_that_is_gone(self):
        """A file below /run/netns is no namespace until something is mounted there."""
        script = ('mount -t tmpfs none /run/netns && touch /run/netns/left && ln -s /nowhere /run/netns/loose && '
                  f'exec {nd.tool("mynetstat")} -tanW --netns all --columns network_namespace,state')
        result = nd.run(['unshare', '--mount', 'bash', '-c', script], timeout=60)
        self.assertEqual((result.status, result.err), (0, ''))
        self.assertNotIn('left', result.out)

    def test_namespaces_that_come_and_go(self):
        script = ('mount -t tmpfs none /run/netns; storm() { while :; do unshare --net true; ip netns add s$1; ip netns del s$1; done; }; '
                  'storm 1 & storm 2 & for i in 1 2 3 4 5 6 7 8 9 10; do '
                  f'timeout 30 {nd.tool("mynetstat")} -tan --netns all > /dev/null || echo "status $?"; '
                  f'timeout 30 {nd.tool("mynetstat")} -x --netns all > /dev/null || echo "status $?"; done; kill %1 %2')
        result = nd.run(['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', 'bash', '-c', script], timeout=300)
        self.assertEqual((result.out, re.sub(r'(?m)^(bash|unshare|ip|Cannot|mount).*\n', '', result.err)), ('', ''))


STORM = '''
echo {most} > /proc/sys/kernel/pid_max || exit 3
storm() {{ while :; do (:); done; }}
storm & storm &
python3 -c '
import socket, sys, time
open("/proc/self/comm", "w").write("steady")
s = [socket.create_server(("127.0.0.1", 0)) for _ in range(40)]
print(*sorted(each.getsockname()[1] for each in s), file=open("{ports}", "w"), flush=True)
time.sleep(1000)' steady &
while ! [ -s {ports} ]; do :; done
for i in 1 2 3 4 5 6 7 8 9 10; do
  timeout 60 {tool} -tlnp --columns local_port,pid,program > {out} || echo "status $?"
  while read -r port pid program; do
    case $port in [0-9]*) [ "$pid" = $! ] || echo "$port is of $pid $program"; esac
  done < {out}
  [ $(grep -c '^ *[0-9]' {out}) = 40 ] || echo "rows are missing"
done
kill %1 %2 %3
'''


class Storm(unittest.TestCase):
    def test_no_socket_is_given_to_a_process_that_has_not_made_it(self):
        folder = nd.temporary_folder(self)
        script = STORM.format(most=320, tool=nd.tool('mynetstat'), out=folder / 'out', ports=folder / 'ports')
        result = nd.run(['unshare', '--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc', 'bash', '-c',
                         'ip link set lo up\n' + script], timeout=300)
        if result.status == 3:
            nd.skip('no limit of pids for a namespace here')
        self.assertEqual((result.out, re.sub(r'(?m)^bash: .*\n', '', result.err)), ('', ''))


EVIL = 'a\nroot 1 fake\x1b[31m\x07\u202e\u2028x\x7f\u009b\\'
UNSAFE = re.compile('[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\udc80-\udcff]')
HOLDER = '''
import ctypes, os, socket, sys
evil = sys.argv[1]
ctypes.CDLL(None).prctl(15, b") R 1 \\n\\x1b[")
kept = []
def unix(name):
    s = socket.socket(socket.AF_UNIX); s.bind(name); s.listen(); kept.append(s)
unix(evil); unix(b"\\xff\\xc2\\x9b\\n"); unix("\\0" + evil); unix(b"\\0\\0x\\0\\xff\\x1b\\n")
tcp = socket.create_server(("127.0.0.1", 0)); client = socket.create_connection(tcp.getsockname())
peer = socket.socket(socket.AF_UNIX); peer.connect(evil)
print("up", flush=True)
input()
'''


class Names(unittest.TestCase):
    """What stands in a list are names; no line and no colour is made of them."""

    @classmethod
    def setUpClass(cls):
        cls.world = nd.World()
        cls.addClassCleanup(cls.world.close)
        cls.world.host('a')
        for number, name in enumerate(('\x1b[31m', 'a\u202eb', 'x\x07\x7f', '\u2028y', '\udcff\udc9b')):
            for words in (['link', 'add', name, 'type', 'veth', 'peer', 'name', f'other{number}'], ['link', 'set', name, 'up'],
                          ['address', 'add', f'10.79.{number}.1/24', 'dev', name]):
                made = cls.world.run('a', ['ip', *words])
                assert made.status == 0, made.err

    def setUp(self):
        folder = nd.temporary_folder(self)
        words = ['bash', '-c', 'exec -a "$1" python3 -c "$2" "$1"', 'bash', EVIL, HOLDER]
        self.holder = self.world.popen('a', words, cwd=folder)
        self.addCleanup(self.holder.kill)
        self.holder.wait_for('up')

    def check(self, *words):
        result = self.world.run('a', [nd.tool('mynetstat'), *words], env={'LC_ALL': 'C.UTF-8'})
        for text in (result.out, result.err):
            self.assertIsNone(UNSAFE.search(text), f'{words}: {text!r}')
            self.assertNotIn('\nroot 1 fake', text)
        return result

    def test_of_sockets_processes_and_interfaces(self):
        for words in ('-x', '-xa', '-xap', '-xap --peers', '-tanp', '-tanpe', '-i', '-ie', '-ia', '-g', '-gn', '-r', '-rn', '-r -6', '--summary -p',
                      '--health', '-xa --columns path,program,command,peer_program', '-ta --columns program,command,pid', '-xa --sort path',
                      '-i --columns name,addresses', '-s', '-xap --source diag', '-tanp --netns all'):
            for json in ((), ('--json',)):
                with self.subTest((words, json)):
                    result = self.check(*words.split(), *json)
                    self.assertEqual((result.err, result.status), ('', 0))
                    if json and result.out:
                        nd.schema('mynetstat').check(result.out)

    def test_they_are_there_in_another_form(self):
        self.assertIn('a\\x0aroot', self.check('-xa').out)
        self.assertIn('\\x1b[31m', self.check('-i').out)

    def test_given_as_arguments(self):
        for option in ('--netns', '--columns', '--state', '--port', '--local', '--remote', '--user', '--process', '--sort', '--watch', '--source',
                       '--proc', '-A', '--completions'):
            for value in (EVIL, '\x1b', '\u202e', '\udcff', 'a\nb'):
                with self.subTest((option, value)):
                    self.assertLessEqual(len(self.check(option, value).err.splitlines()), 1)
        for word in ('--\x1b', '-\x1b', '--\u202e=1', '--a\nb'):
            with self.subTest(word):
                result = self.check(word)
                self.assertEqual((result.status, len(result.err.splitlines())), (3, 1))


if __name__ == '__main__':
    unittest.main()
