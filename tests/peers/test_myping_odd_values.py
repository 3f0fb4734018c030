"""myping beside ping where the command line is odd: values at and past their ends, addresses of every notation, sources and
devices that do not fit, hops. Same standard output, same status, same complaints; ours may add its verdict."""

import concurrent.futures
import shlex
import unittest

import nd
from pingtext import normalise, peers_name

nd.require_namespaces()
nd.require_program('ping', 'unshare')

A, B = '10.77.1.1', '10.77.1.2'
HOSTS = f'127.0.0.1 localhost\n{B} only4.test\nfd77:1::2 only6.test\n2001:db8::1 both.test\n{B} both.test\n'

SCOPES = '''ff02::1 | ff02::1 -I eth0 | ff02::1%eth0 | ff02::1%eth0 -I eth0 | ff02::2 | fe80::77 | fe80::78 -I eth0 | fe80::79%eth0
fe80::80%eth0 -I eth0 | fe80::81%lo -I eth0 | fe80::82%lo | fe80::82%1 | fe80::82%99 | fe80::82% | fe80::82%nosuch
127.0.0.1%lo | ::1%lo | ff0e::1 | ff05::1 -I eth0 | ff02::1 -I lo | -s 2000 ff02::1%eth0 | -L ff02::1%eth0'''

SOURCES = '''fd77:1::2 -I lo | fd77:1::2 -I fe80::1 | fd77:1::2 -I fd77:1::1%eth0 | fd77:1::2 -I fd77:1::7 | fd77:1::2 -I ::1
::1 -I fd77:1::1 | fd77:1::2 -I 10.77.1.1 | 10.77.1.2 -I fd77:1::1 | 10.77.1.2 -I lo | 10.77.1.1 -I lo | 10.77.1.1 -I eth0
10.77.1.2 -I 127.0.0.1 | 127.0.0.1 -I 10.77.1.1 | 127.0.0.1 -I eth0 | -I '' 127.0.0.1 | -I ' ' 127.0.0.1 | -I lo ::1
-I 127.0.0.5 127.0.0.1 | -I xx:yy ::1 | -I ::1%nosuch ::1 | -I ::1%lo ::1 | -I fd77:1::1%nosuch fd77:1::2 | -I ':' ::1
-I abcdefghijklmnopq 127.0.0.1 | -I 10.77.1.1%eth0 10.77.1.2 | -I 10.77.1.300 10.77.1.2 | -I eth0 -I lo 10.77.1.2
-I lo -I eth0 10.77.1.2 | -I 10.77.1.1 -I 127.0.0.1 10.77.1.2 | -I 127.0.0.1 -I 10.77.1.1 10.77.1.2 | -I 10.77.1.1 -I lo 10.77.1.2
-I nosuch -I 10.77.1.1 10.77.1.2 | -I nosuch -I fd77:1::1 fd77:1::2 | -I lo -I fd77:1::1 fd77:1::2 | -I nosuch ::1 | -I nosuch fe80::1
-I 192.0.2.9 10.77.1.2 | -I 10.77.1.1 192.0.2.1 | -I fd77:1::1 2001:db8::1 | -I fe80::1%eth0 fd77:1::2 | -I fe80::5%eth0 fe80::1%eth0
-I ::1% ::1 | -I %eth0 ::1 | -I '::' ::1 | -I 0.0.0.0 127.0.0.1 | -I 127.1 127.0.0.1 | -I eth0 192.0.2.1 | -I eth0 2001:db8::1
-I lo 224.0.0.1 | -B ::1 | -B -I eth0 10.77.1.2 | -B fd77:1::2 | -C ::1 | -r 192.0.2.1'''

NOTATIONS = '''localhost -6 | only4.test -6 | only6.test -4 | both.test | -6 both.test | -4 ::1 | -6 127.0.0.1 | -6 nosuch.invalid
::ffff:127.0.0.1 | ::ffff:10.77.1.2 | -4 ::ffff:10.77.1.2 | ::127.0.0.1 | :: | ::0 | 0x7f000001 | 0177.0.0.1 | 127.256 | 127.0.0.256
2130706433 | 4294967296 | 1.2.3 | 127..1 | '127.0.0.1 ' | ' 127.0.0.1' | '127.0.0.1 x' | '' | . | -6 '' | -- 127.0.0.1 | localhost.
LOCALHOST | a..b | 192.0.2.1 | 2001:db8::1 | 0.0.0.1 | 240.0.0.1'''

HOPS = '''127.0.0.1 127.0.0.1 | 10.77.1.1 10.77.1.2 | nosuch.invalid 127.0.0.1 | -T tsprespec 10.77.1.2 | -T tsprespec 10.77.1.2 10.77.1.2
-T tsprespec 10.77.1.1 10.77.1.2 10.77.1.2 | -T tsprespec 10.77.1.1 10.77.1.2 10.77.1.2 10.77.1.2 10.77.1.2 | ::1 127.0.0.1'''

BROADCASTS = '''10.77.1.255 | -b 10.77.1.255 | -b 255.255.255.255 | 255.255.255.255 | -b 127.255.255.255 | 127.255.255.255 | -b 10.77.1.2
-b -s 2000 10.77.1.2 | -b -M dont -s 2000 10.77.1.2 | -b -s 2000 ::1 | 224.0.0.1 | 224.0.0.1 -I 10.77.1.1 | 239.1.2.3 -t 5 | -b -f 10.77.1.2'''

VALUES = '''-s 65507 127.0.0.1 | -s 65508 127.0.0.1 | -s 65527 ::1 | -s 65528 ::1 | -s 127952 127.0.0.1 | -s 65500 -R 127.0.0.1
-s 4294967296 127.0.0.1 | -s '' 127.0.0.1 | -s 0x10 127.0.0.1 | -s ' 5' 127.0.0.1 | -s 5x 127.0.0.1 | -s 1e3 127.0.0.1
-s 65507 -l 3 127.0.0.1 | -l 1000 127.0.0.1 | -l 65536 127.0.0.1 | -l x 127.0.0.1 | -l '' 127.0.0.1 | -l 3 127.0.0.1
-W 0 127.0.0.1 | -W nan 127.0.0.1 | -W inf 127.0.0.1 | -W 1x 127.0.0.1 | -W x 127.0.0.1 | -W '' 127.0.0.1 | -W 2147483.647 127.0.0.1
-W 2147484 127.0.0.1 | -W 1,5 127.0.0.1 | -W -0.5 127.0.0.1 | -W 1e400 127.0.0.1 | -W 1e-400 127.0.0.1
-i nan 127.0.0.1 | -i -inf 127.0.0.1 | -i -1 127.0.0.1 | -i -0 127.0.0.1 | -i 0x.1p0 127.0.0.1 | -i +.01 127.0.0.1 | -i '' 127.0.0.1
-i x 127.0.0.1 | -i 2147483.7 127.0.0.1 | -i 1e400 127.0.0.1 | -i ' 1' 127.0.0.1 | -i '1 ' 127.0.0.1 | -i 1e 127.0.0.1 | -i . 127.0.0.1
-i - 127.0.0.1 | -i 0x 127.0.0.1 | -i 0x10 127.0.0.1 | -w 1.5 127.0.0.1 | -w '' 127.0.0.1 | -w 0 127.0.0.1
-t 1 10.77.1.2 | -t 0 10.77.1.2 | -t 0 ::1 | -t 255 ::1 | -t '' ::1 | -t -1 ::1
-Q 0 127.0.0.1 | -Q 255 127.0.0.1 | -Q 0XFF ::1 | -Q 0xfff ::1 | -Q 010 127.0.0.1 | -Q '' 127.0.0.1 | -Q 0x 127.0.0.1 | -Q -1 127.0.0.1
-Q 1.5 127.0.0.1 | -Q ' 5' 127.0.0.1 | -Q 99999999999999999999 127.0.0.1 | -Q -257 127.0.0.1 | -Q 4294967552 127.0.0.1 | -Q -1 ::1
-Q -2 ::1 | -Q 0x-1 127.0.0.1 | -Q 0x1ff 127.0.0.1 | -Q '0x 5' 127.0.0.1 | -F -1 ::1 | -F 0x-1 ::1 | -F 99999999999999999999 ::1
-F 0x100000 ::1 | -F x ::1 | -F 5 127.0.0.1 | -m 0 127.0.0.1 | -m 4294967295 127.0.0.1 | -m 0x10 127.0.0.1 | -m '' 127.0.0.1 | -m 5 ::1
-M do ::1 | -M '' ::1 | -M DO ::1 | -M dont ::1 -s 3000 | -p '' 127.0.0.1 | -p g 127.0.0.1 | -p 0x1 127.0.0.1 | -p 'a b' 127.0.0.1
-p 1 127.0.0.1 | -p ff -s 3 127.0.0.1 | -p deadbeefzz 127.0.0.1 | -p -1 127.0.0.1 | -e 0 127.0.0.1 | -e 0 ::1 | -e 65536 127.0.0.1
-e 0x10 127.0.0.1 | -e '' 127.0.0.1 | -S 1 127.0.0.1 | -S x 127.0.0.1 | -c 00001 127.0.0.1 | -c 0x1 127.0.0.1 | -4 -4 127.0.0.1
-T '' 127.0.0.1 | -T TSONLY 127.0.0.1'''

TALK = '''-v ::1 | -v 127.0.0.1 | -v localhost | -v -4 localhost | -v -6 ::1 | -e 65535 -v 127.0.0.1 | -qv ::1 | -vv 127.0.0.1 | -s 8 -v 127.0.0.1
-v nosuch.invalid | -f -a 127.0.0.1 | -f -v 127.0.0.1 | -f -D 127.0.0.1 | -aaa 127.0.0.1 | -aD 127.0.0.1'''


class OddValues(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = world = nd.World()
        cls.addClassCleanup(world.close)
        world.host('a'), world.host('b')
        world.link('a', [f'{A}/24', 'fd77:1::1/64'], 'b', [f'{B}/24', 'fd77:1::2/64'])
        cls.hosts = nd.temporary_folder(cls) / 'hosts'
        cls.hosts.write_text(HOSTS)
        nd.wait_until(lambda: 'tentative' not in world.ip('a', '-6 address show') and 'fe80' in world.ip('a', '-6 address show'))
        for address in (B, 'fd77:1::2'):
            world.run('a', ['ping', '-c1', '-W2', address])

    def run_in_a(self, program, arguments):
        command = 'mount --bind "$1" /etc/hosts && shift && exec "$@"'
        return self.world.run('a', ['unshare', '-m', 'sh', '-c', command, 'sh', self.hosts, program, *arguments])

    def both(self, line):
        """The peer first: a flow label and an unanswered neighbour stay with the kernel for a while."""
        arguments = ['-c1', '-W.3', *shlex.split(line)]
        return line, self.run_in_a('ping', arguments), self.run_in_a(nd.tool('myping'), arguments)

    def compare(self, table):
        lines = [line.strip() for line in table.replace('\n', ' | ').split(' | ')]
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            results = list(pool.map(self.both, lines))
        for line, peer, ours in results:
            with self.subTest(line):
                self.assertEqual((normalise(ours.out), ours.status), (normalise(peer.out), peer.status), ours.err + peer.err)
                said, expected = normalise(peers_name(ours.err)), normalise(peer.err)
                if 'Usage' in expected:
                    self.assertRegex(said, r'^ping: .* \(try --help\)\n$')
                else:
                    self.assertTrue(said.startswith(expected), f'ours: {said!r}\npeer: {expected!r}')
                    self.assertLessEqual(said[len(expected):].count('\n'), 1 if ours.status else 0, said)

    def test_scopes(self):
        self.compare(SCOPES)

    def test_sources_and_devices(self):
        self.compare(SOURCES)

    def test_notations_and_names(self):
        self.compare(NOTATIONS)

    def test_hops(self):
        self.compare(HOPS + f' | {" ".join([B] * 10)} | {" ".join([B] * 11)} | -R {B} {B} | -T tsonly {B} {B} | {B} ::1 | '
                     f'-T tsprespec {" ".join([B] * 6)}')

    def test_broadcast_and_multicast(self):
        self.compare(BROADCASTS)

    def test_values(self):
        self.compare(VALUES)

    def test_what_is_said_besides(self):
        self.compare(TALK)
