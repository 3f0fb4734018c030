"""Every report with every combination of a few options, and command lines that are wrong, beside netstat in a namespace
with sockets in the states that do not last, odd names, and interfaces and routes of every kind that can be made: standard
output and exit status to the byte. What mynetstat means to do otherwise has no place in this world; see the man page."""

import itertools
import pathlib
import re
import unittest

import nd

nd.require_namespaces()
nd.require_program('netstat', 'nft')

FILTER = '''table inet states { chain in { type filter hook input priority 0;
tcp sport 7001 tcp flags & (syn|ack) == syn|ack drop
tcp sport { 7002, 7003, 7004, 7008 } tcp flags & fin == fin drop
tcp sport 7007 tcp flags & psh == psh drop
}
}'''
INTERFACES = (
    'tuntap add mode tun name tun0', 'link set tun0 up', 'addr add 10.5.0.1 peer 10.5.0.2/32 dev tun0',
    'link add abcdefghijklmn type bridge', 'link set abcdefghijklmn up', 'link add vx0 type vxlan id 5 dstport 4789 local 10.77.9.1',
    'link set vx0 up', 'addr add 10.99.0.1/8 brd 10.255.255.255 dev eth1', 'addr add fec0::1/64 dev eth1', 'addr add 2001:db8::1/128 dev lo',
    'addr add ::5.6.7.8/128 dev eth1', 'addr add 10.98.0.1/32 scope host dev lo', 'link add br10 type bridge', 'link set br10 up',
    'link add br9 type bridge', 'link set br9 up', 'link add BR1 type bridge', 'link set BR1 up', 'link add 1num type bridge',
    'maddr add 01:00:5e:01:02:03 dev eth0', 'addr add 10.97.0.1/24 dev br9 label br9:x', 'addr add 10.97.1.1/24 dev br9 label br9:10',
    'addr add 10.97.2.1/24 dev br9 label br9:2', 'link set eth1 txqueuelen 5')
ROUTES = (
    'default via 10.77.9.2', 'default dev tun0 metric 50', 'unreachable 10.90.0.0/16', 'blackhole 10.91.0.0/16', 'throw 10.96.0.0/16',
    '10.94.0.0/16 dev eth0 metric 2000000000', '10.95.0.0/16 via 10.77.9.2 metric 7 mtu lock 1400 advmss 1360', '10.101.1.1 dev eth0 scope link',
    '10.100.0.0/16 nexthop via 10.77.9.2 weight 1 nexthop via 10.77.9.3 weight 2', '10.104.0.0/13 dev eth0 window 70000 rtt 3000ms',
    '10.104.0.0/14 dev abcdefghijklmn', '169.254.0.0/16 dev eth0', 'default via fd00:77::2 metric 5', 'prohibit fd00:96::/48',
    'blackhole fd00:95::/48', 'fd00:93::/48 nexthop via fd00:77::2 nexthop via fd00:77::3', 'fd00:92::/48 dev eth0 expires 500',
    '2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff/128 via fd00:77::2 dev eth0 metric 123456', '2002::/16 dev abcdefghijklmn metric 7')

# A sanitizer is after memory, not bytes: with it every fifth combination is run, which is one of each kind still.
STEP = 5 if nd.SANITIZED else 1
KINDS = ('', 't', 'u', 'w', 'x', 'tx', 'U', '4', '6', '46t', '6w', 'g')
WHICH = ('', 'a', 'l', 'al')
STYLES = tuple(''.join(each) for n in range(4) for each in itertools.combinations('nepoW', n))
SOCKETS = tuple('-' + kind + which + style for kind, which, style in itertools.product(KINDS, WHICH, STYLES) if kind + which + style)[::STEP]
REPORTS = tuple('-' + report + first + second for report in 'rig'
                for first, second in itertools.combinations(('', 'n', 'e', 'ee', 'a', '4', '6', 'C', 'F', 'W', 'N', 'v', 't', 'l'), 2))[::STEP]
COUNTERS = tuple('-s' + each for each in ('', 't', 'u', 'w', 'S', 'tu', '6', '6t', '6u', '6w', '4', 'v', 'n', 'e', 'U', '6U', 'uw'))
LINES = (
    '-reee', '-reeee', '-reeeee', '-reeeeee', '-reeeeC', '-rFC', '-6rFC', '-r446', '-r466', '-46rN', '-r -A inet6,inet', '-rv', '-M', '-Mn',
    '-q', '--bogus', '--num', '--n', '--t', '--tcp=1', '-A', '-A foo', '-A inet,foo', '-A ,', '-A inet,', '-A ,inet', '--protocol',
    '--protocol=inet -n', '--prot=inet -rn', '-A inet -A unix -an', '-A INET', '-A ip -n', '-s -A unix', '-s -A inet,unix', '-s -A ax25', '--protocol=', '-A ip6 -n', '-A inet4', '-A tcpip -n', '--tcpip -n',
    '--tcpip -rn', '--tcpip -r6n', '--tcpip -g', '-A x25', '-A ax25 -a', '-A netrom', '-A rose', '-A ash', '-A econet', '--ddp', '-A ddp -n',
    '--ddp -t', '-A ash,inet', '--ipx -r', '-r -A ddp', '-r -A ax25', '-r -A x25', '-r -A netrom', '-r -A rose', '-r -A ash', '-r -A unix',
    '-A bluetooth', '-i -r', '-i -s', '-r -s', '-M -r', '-g -r', '-g -i', '-g -s', '-x -i', '-i lo', '-I', '-I=eth0', '-Z', '-tZ', '-d', '-D',
    '-T', '--wide -ta', '--notrim', '--all --tcp', '--list -t', '--l', '--ra', '--r', '--ro', '--route --numeric', '--stat -t', '--s', '--u',
    '--ud', '--udpl', '--i', '--x', '--m', '--masq', '--fib -r', '--cache --route', '--c', '--context', '--pro', '--prog -t', '--programs=x',
    '--e', '--ext -t', '--timers -t', '--ti', '--sym -t', '--g', '--group -n', '-- -t', '-t -- -u', 'foo', '-t foo -u', '-', '-2', '-tf', '--l2',
    '-S', '-tS', '-a -v', '-v', '-x -v', '--ax25 -v', '--ip', '-A inet6 -g', '-gx', '-6g', '-gan', '-0', '-3', '-t5', '--numeric=3', '-tt -nn',
    '-Aunix -a', '-Ainet6 -tn', '--protocol inet -n', '-a --numeric-po')


def without_times(text):
    return re.sub(r'\(\d+\.\d+/\d+/\d+\)', '(T)', text)


class Combinations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = nd.World()
        cls.addClassCleanup(cls.world.close)
        cls.world.host('a', sysctl={'ipv4/tcp_synack_retries': 20, 'ipv4/tcp_syn_retries': 20, 'ipv4/tcp_orphan_retries': 30})
        cls.world.host('b')
        cls.world.link('a', ['10.77.9.1/24', 'fd00:77::1/64'], 'b', '10.77.9.2/24')
        cls.world.link('a', '10.77.10.1/24', 'b', None, mtu=9000)
        cls._no_name_servers()
        for words in INTERFACES:
            cls.world.ip('a', words)
        for route in ROUTES:
            cls.world.route('a', route)
        cls.world.nft('a', FILTER)
        cls.sockets = cls.world.popen('a', ['/usr/bin/python3', pathlib.Path(__file__).with_name('netstat_states.py')])
        cls.sockets.wait_for('ready', timeout=30)

    @classmethod
    def _no_name_servers(cls):
        folder = pathlib.Path('/etc/netns') / cls.world.netns('a')
        folder.mkdir(parents=True)
        cls.addClassCleanup(lambda: ((folder / 'nsswitch.conf').unlink(), folder.rmdir()))
        (folder / 'nsswitch.conf').write_text('hosts: files\nnetworks: files\nservices: files\nprotocols: files\npasswd: files\n')

    def both(self, arguments):
        words = arguments.split()
        for attempts_left in (3, 2, 1, 0):  # a timer, or a packet of the kernel's own, may come between the two
            theirs = self.world.run('a', ['netstat', *words])
            ours = self.world.run('a', [nd.tool('mynetstat'), *words])
            try:
                return nd.assert_same(ours, theirs, without_times)
            except AssertionError:
                if attempts_left == 0:
                    raise

    def each(self, lines):
        for arguments in lines:
            with self.subTest(arguments):
                self.both(arguments)

    def test_the_world_has_every_state(self):
        text = self.world.run('a', [nd.tool('mynetstat'), '-tan']).out
        for state in ('LISTEN', 'ESTABLISHED', 'SYN_SENT', 'SYN_RECV', 'FIN_WAIT1', 'FIN_WAIT2', 'LAST_ACK', 'CLOSING'):
            with self.subTest(state):
                self.assertRegex(text, rf'\b{state}\b')

    def test_whose_listener_a_connection_in_the_making_belongs_to_is_known_from_proc_alone(self):
        for source, uid in (([], 0), (['--source=proc'], 0), (['--source=diag'], None)):
            with self.subTest(source):
                rows = nd.schema('mynetstat').check(self.world.run('a', [nd.tool('mynetstat'), '-tan', '--json', *source]).out)
                self.assertEqual({row['uid'] for row in rows if row['state'] == 'SYN_RECV'}, {uid})

    def test_sockets(self):
        self.each(SOCKETS)

    def test_reports(self):
        self.each(REPORTS)

    def test_counters(self):
        self.each(COUNTERS)

    def test_command_lines(self):
        self.each(LINES)
