"""mynetstat and netstat side by side in a namespace with sockets in every state, routes of every kind, multicast
groups and interfaces with aliases: the same text, to the byte, for every option."""

import json
import pathlib
import re
import shutil
import unittest

import nd

nd.require_namespaces()
nd.require_program('netstat')

SOCKETS = ('', '-a', '-an', '-l', '-ln', '-tan', '-tln', '-tn', '-t', '-uan', '-ua', '-uln', '-wan', '-wa', '-wln', '-Uan', '-xa',
           '-x', '-xl', '-xap', '-tanp', '-tanpe', '-tane', '-tae', '-tanW', '-taW', '-tanWpe', '-tuxan', '-6an', '-4an', '-46tan',
           '-A inet,unix -an', '--inet6 -ta', '--tcp --listening --numeric', '--numeric-hosts -l', '--numeric-ports -a',
           '--numeric-users -tae', 'operand -tan', '-d -tan', '-v -tan', '-lxn', '-antu', '-Sa', '-tS', '--ipx', '-M')
OTHERS = ('-rn', '-r', '-rne', '-rnee', '-rneee', '-6rn', '-6r', '-46rn', '-rC', '-rCe', '-rCee', '-6rC', '-rFn', '-A inet6 -rn',
          '-i', '-ia', '-ie', '-iea', '-in', '-g', '-gn', '-g4n', '-g6n', '-gx', '-gtn', '-rx', '-r -A ash')
COUNTERS = ('-s', '-st', '-su', '-sw', '-sS', '-stu', '-6s', '-6st', '-6su', '-s --ip', '--statistics --udp')


# Names come from files alone: netstat would wait for a name server that no test has.
FILES = {
    'nsswitch.conf': 'hosts: files\nnetworks: files\nservices: files\nprotocols: files\npasswd: files\n',
    'hosts': '127.0.0.1 localhost\n::1 localhost ip6-localhost\n10.77.9.1 a-host-with-a-name-longer-than-a-column.example\n'
             '10.77.9.2 gateway\nfd00:77:1111:2222:3333:4444:5555:6666 six.example\n224.0.0.1 all-systems\n',
    'networks': 'default 0.0.0.0\nloopback 127.0.0.0\nlink-local 169.254.0.0\nlaboratory-of-names 10.90\n',
}


def without_times(text):
    return re.sub(r'\(\d+\.\d+/', '(T/', text)


class SideBySide(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = nd.World()
        cls.addClassCleanup(cls.world.close)
        cls.world.host('a'), cls.world.host('b')
        cls._write_files()
        cls.world.link('a', ['10.77.9.1/24', 'fd00:77:1111:2222:3333:4444:5555:6666/64'], 'b', '10.77.9.2/24')
        cls.world.link('a', '10.77.10.1/24', 'b', None, mtu=9000)
        cls._shape_interfaces()
        cls._add_routes()
        helper = pathlib.Path(__file__).with_name('netstat_world.py')
        cls.sockets = cls.world.popen('a', ['/usr/bin/python3', helper])
        cls.sockets.wait_for('ready')

    @classmethod
    def _write_files(cls):
        """ip netns exec shows the files of this folder in place of those in /etc."""
        folder = pathlib.Path('/etc/netns') / cls.world.netns('a')
        folder.mkdir(parents=True)
        cls.addClassCleanup(shutil.rmtree, folder)
        for name, text in FILES.items():
            (folder / name).write_text(text)

    @classmethod
    def _shape_interfaces(cls):
        ip = cls.world.ip
        for words in ('addr add 10.77.9.5/24 dev eth0 label eth0:1', 'addr add 10.77.12.5/24 dev eth0 label eth0:web',
                      'link add br0 type bridge', 'link set br0 up', 'link add v2 type veth peer name v10',
                      'link set v10 up arp off', 'link set v2 promisc on', 'link set eth1 allmulticast on',
                      'link set br0 multicast off', 'neigh add 10.77.9.99 lladdr 02:00:00:00:00:99 dev eth0 nud permanent'):
            ip('a', words)

    @classmethod
    def _add_routes(cls):
        for route in ('default via 10.77.9.2', 'unreachable 10.90.0.0/16', 'blackhole 10.91.0.0/16', 'prohibit 10.92.1.0/24',
                      '10.93.0.1 via 10.77.9.2 mtu 1400 window 2000 rtt 300ms', '169.254.0.0/16 dev eth0 metric 1000',
                      'fd00:99::/48 via fd00:77:1111:2222::2', 'unreachable fd00:98::/48', 'fd00:97::1 dev eth0'):
            cls.world.route('a', route)

    def both(self, arguments, normalise=None):
        words = arguments.split()
        for attempts_left in (3, 2, 1, 0):  # a timer or a packet of the kernel's own may come between the two
            theirs = self.world.run('a', ['netstat', *words])
            ours = self.world.run('a', [nd.tool('mynetstat'), *words])
            try:
                return nd.assert_same(ours, theirs, normalise)
            except AssertionError:
                if attempts_left == 0:
                    raise

    def test_sockets(self):
        for arguments in SOCKETS:
            with self.subTest(arguments):
                self.both(arguments)

    def test_timers(self):
        for arguments in ('-tano', '-taneo', '-uano', '-wano', '-tuwxanpeoW'):
            with self.subTest(arguments):
                self.both(arguments, without_times)

    def test_routes_interfaces_and_groups(self):
        for arguments in OTHERS:
            with self.subTest(arguments):
                self.both(arguments)

    def test_counters(self):
        for arguments in COUNTERS:
            with self.subTest(arguments):
                self.both(arguments)

    def test_the_world_has_every_kind_of_row(self):
        text = self.world.run('a', [nd.tool('mynetstat'), '-an']).out
        for word in ('LISTEN', 'ESTABLISHED', 'FIN_WAIT2', 'CLOSE_WAIT', 'TIME_WAIT', 'SYN_SENT', 'udp6', 'raw6', '@abstract'):
            with self.subTest(word):
                self.assertIn(word, text)

    def test_notes_for_somebody_without_privilege(self):
        tool = nd.public_copy(self, 'mynetstat')
        for words in (['-tanp'], ['-xap']):
            theirs = self.world.run('a', ['setpriv', '--reuid=65534', '--clear-groups', 'netstat', *words])
            ours = self.world.run('a', ['setpriv', '--reuid=65534', '--clear-groups', tool, *words])
            nd.assert_same(ours, theirs, err=True)

    def test_json_tells_the_same_sockets(self):
        rows = nd.schema('mynetstat').check(self.world.run('a', [nd.tool('mynetstat'), '-tanp', '--json']).out)
        theirs = self.world.run('a', ['netstat', '-tanW']).out.splitlines()[2:]
        self.assertEqual([row['state'] for row in rows], [line.split()[5] for line in theirs])
        self.assertEqual([f'{row["local_address"]}:{row["local_port"]}' for row in rows], [line.split()[3] for line in theirs])

    def test_jc_reads_both_to_the_same_values(self):
        if not shutil.which('jc'):
            nd.skip('needs the program jc')
        for words in (['-an'], ['-anp'], ['-x'], ['-rn'], ['-i'], ['-tane']):
            with self.subTest(words):
                for _ in range(4):  # a packet of the kernel's own may come between the two
                    texts = [self.world.run('a', [tool, *words]).out for tool in ('netstat', nd.tool('mynetstat'))]
                    theirs, ours = (json.loads(nd.run(['jc', '--netstat'], input=text).out) for text in texts)
                    if ours == theirs:
                        break
                self.assertTrue(ours)
                self.assertEqual(ours, theirs)

    def test_sock_diag_tells_the_unix_sockets_that_proc_tells(self):
        by_proc, by_diag = (nd.schema('mynetstat').check(self.world.run('a', [nd.tool('mynetstat'), '-xa', '--json', *source]).out)
                            for source in ([], ['--source=diag']))
        for rows in (by_proc, by_diag):
            for row in rows:
                row.pop('ref_count')
        key = json.dumps
        self.assertEqual(sorted((row for row in by_proc if row['inode'] != 0), key=key), sorted(by_diag, key=key))
