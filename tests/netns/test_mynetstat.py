"""What netstat does not have, on real sockets: filters, every namespace, sock_diag, the other end, and findings of
--health that are produced for real."""

import pathlib
import re
import unittest

import nd

nd.require_namespaces()

SERVER = '''
import socket, sys, time
held = []
def keep(s):
    held.append(s)
    return s
'''
OVERFLOW = SERVER + '''
server = keep(socket.create_server(('127.0.0.1', 8080), backlog=1))
for _ in range(6):
    client = keep(socket.socket())
    client.setblocking(False)
    client.connect_ex(('127.0.0.1', 8080))
print('ready', flush=True)
sys.stdin.read()
'''
LEAK = SERVER + '''
server = keep(socket.create_server(('127.0.0.1', 8080), backlog=64))
for _ in range(12):
    client = socket.create_connection(('127.0.0.1', 8080))
    keep(server.accept()[0])
    client.close()
print('ready', flush=True)
sys.stdin.read()
'''
UDP_FLOOD = SERVER + '''
server = keep(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
server.bind(('127.0.0.1', 5353))
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for _ in range(200):
    client.sendto(b'x' * 1000, ('127.0.0.1', 5353))
print('ready', flush=True)
sys.stdin.read()
'''
USED_PORTS = SERVER + '''
server = keep(socket.create_server(('127.0.0.1', 8080), backlog=64))
for _ in range(9):
    keep(socket.create_connection(('127.0.0.1', 8080)))
    keep(server.accept()[0])
print('ready', flush=True)
sys.stdin.read()
'''
CONNECTED = SERVER + '''
import os
server = keep(socket.create_server(('127.0.0.1', 8080)))
client = keep(socket.create_connection(('127.0.0.1', 8080)))
keep(server.accept()[0])
client.send(b'hello')
one, two = socket.socketpair()
if os.fork() == 0:
    one.close()
    sys.stdin.read()
    os._exit(0)
two.close()
keep(one)
print('ready', flush=True)
sys.stdin.read()
'''


def removed(group):
    try:
        group.rmdir()
    except OSError:  # its last process has not quite ended
        return False
    return True


class World(unittest.TestCase):
    def setUp(self):
        self.world = nd.World()
        self.addCleanup(self.world.close)
        self.world.host('a')

    def start(self, code, host='a'):
        process = self.world.popen(host, ['/usr/bin/python3', '-c', code])
        process.wait_for('ready')
        return process

    def rows(self, *words, status=0, host='a'):
        result = self.world.run(host, [nd.tool('mynetstat'), '--json', *words])
        self.assertEqual(result.status, status, result.err)
        return nd.schema('mynetstat').check(result.out)

    def findings(self):
        result = self.world.run('a', [nd.tool('mynetstat'), '--health', '--json'])
        self.assertEqual(result.err, '')
        found = nd.schema('mynetstat').check(result.out)
        self.assertEqual(result.status, 1 if found else 0)
        return {finding['check']: finding['text'] for finding in found}


class Health(World):
    def test_silence_when_all_is_well(self):
        self.start(CONNECTED)
        self.assertEqual(self.findings(), {})
        self.assertEqual(self.world.run('a', [nd.tool('mynetstat'), '--health']), (0, '', ''))

    def test_a_listen_queue_that_overflows_and_whose_it_is(self):
        process = self.start(OVERFLOW)
        nd.wait_until(lambda: 'listen_overflow' in self.findings(), timeout=10)
        text = self.findings()['listen_overflow']
        self.assertIn('127.0.0.1:8080', text)
        self.assertIn(f'{process.pid}/python3', text)

    def test_a_process_that_does_not_close(self):
        process = self.start(LEAK)
        self.assertIn(f'{process.pid}/python3 holds 12', self.findings()['close_wait'])

    def test_datagrams_that_find_no_room_and_where(self):
        process = self.start(UDP_FLOOD)
        text = self.findings()['udp_receive_buffer']
        self.assertIn(f'127.0.0.1:5353 of {process.pid}/python3', text)

    def test_ports_used_up_toward_one_destination(self):
        self.world.sysctl('a', {'ipv4/ip_local_port_range': '40000 40009'})
        self.start(USED_PORTS)
        self.assertIn('9 of 10 local ports toward 127.0.0.1:8080', self.findings()['ephemeral_ports'])


class Lists(World):
    def test_sock_diag_tells_what_proc_tells(self):
        self.start(CONNECTED)
        keys = ('protocol', 'family', 'local_address', 'local_port', 'remote_address', 'remote_port', 'state', 'inode', 'recv_q')
        by_proc, by_diag = ([tuple(row[key] for key in keys) for row in self.rows('-tan', *source)]
                            for source in (('--source=proc',), ('--source=diag',)))
        self.assertEqual(sorted(by_proc), sorted(by_diag))
        self.assertEqual(len(by_proc), 3)

    def test_filters(self):
        process = self.start(CONNECTED)
        for words, count in ((['-tan', '--port', '8080'], 3), (['-tan', '--state', 'listen'], 1), (['-tn', '--remote', ':8080'], 1),
                             (['-tan', '--local', '127.0.0.0/8:8080'], 2), (['-tan', '--process', str(process.pid)], 3),
                             (['-tan', '--process', 'nobody-is-called-so'], 0), (['-tan', '--user', 'root'], 3)):
            with self.subTest(words):
                self.assertEqual(len(self.rows(*words)), count)
        self.assertEqual(self.rows('-tan', '--port', '1', '--fail-if-none', status=1), [])
        self.assertEqual(len(self.rows('-tlnp', '--port', '8080', '--fail-if-none')), 1)

    def test_columns_and_sorting(self):
        self.start(CONNECTED)
        result = self.world.run('a', [nd.tool('mynetstat'), '-tan', '--columns', 'local_port,state,program', '--sort', '-local_port'])
        lines = [line.split() for line in result.out.splitlines()]
        self.assertEqual(lines[0][:2], ['Local', 'Port'])
        ports = [int(line[0]) for line in lines[1:]]
        self.assertEqual(ports, sorted(ports, reverse=True))
        self.assertEqual({line[2] for line in lines[1:]}, {'python3'})

    def test_tcp_info(self):
        self.start(CONNECTED)
        rows = self.rows('-tan', '--tcp-info')
        server = [row for row in rows if row['state'] == 'LISTEN'][0]
        client = [row for row in rows if row['remote_port'] == 8080][0]
        self.assertGreater(server['backlog_limit'], 0)
        self.assertEqual(client['bytes_sent'], 5)
        self.assertGreater(client['rtt_ms'], 0)

    def test_the_other_end(self):
        process = self.start(CONNECTED)
        rows = self.rows('-tn', '--peers')
        self.assertEqual({row['peer_pid'] for row in rows}, {process.pid})
        pairs = [row for row in self.rows('-x', '--peers') if row['pid'] == process.pid or row['peer_pid'] == process.pid]
        self.assertEqual(len(pairs), 2)
        self.assertNotEqual(pairs[0]['pid'], pairs[0]['peer_pid'])

    def test_columns_and_order_of_unix_sockets(self):
        process = self.start(CONNECTED)
        rows = self.rows('-x', '--columns', 'inode,pid', '--sort', '-inode')
        self.assertTrue(all(set(row) == {'type', 'inode', 'pid'} for row in rows))
        inodes = [row['inode'] for row in rows]
        self.assertEqual(inodes, sorted(inodes, reverse=True))
        self.assertIn(process.pid, [row['pid'] for row in rows])
        text = self.world.run('a', [nd.tool('mynetstat'), '-x', '--columns', 'path,inode,state']).out
        self.assertRegex(text, r'\APath +I-Node +State\n')
        for words in (['--columns', 'bogus'], ['-x', '--sort', 'bogus']):
            self.assertEqual(self.world.run('a', [nd.tool('mynetstat'), *words]).status, 3)

    def test_columns_and_order_choose_the_list_that_has_them(self):
        self.start(CONNECTED)
        for words, types in ((['-an', '--columns', 'path'], {'unix_socket'}), (['-an', '--sort', 'path'], {'unix_socket'}),
                             (['-an', '--columns', 'local_port'], {'socket'}), (['-an', '--columns', 'inode,pid'], {'socket'}),
                             (['-an', '--columns', 'inode,path'], {'unix_socket'}), (['-tx', '--columns', 'local_port'], {'socket'}),
                             (['-txn', '--columns', 'inode'], {'socket', 'unix_socket'}), (['-an', '--sort', 'inode'], {'socket', 'unix_socket'}),
                             (['-an', '--columns', 'path,local_port'], {'socket', 'unix_socket'})):
            with self.subTest(words):
                self.assertEqual({row['type'] for row in self.rows(*words)}, types)
                text = self.world.run('a', [nd.tool('mynetstat'), *words]).out
                self.assertNotIn('\n\n', text)
        for words in (['-xa', '--columns', 'local_port'], ['-ta', '--columns', 'path'], ['-ta', '--sort', 'path'], ['-x', '--sort', '-recv_q']):
            with self.subTest(words):
                result = self.world.run('a', [nd.tool('mynetstat'), *words])
                self.assertEqual((result.status, result.out, result.err.count('\n')), (3, '', 1))

    def test_summary(self):
        self.start(CONNECTED)
        counts = {(row['by'], row['key']): row['count'] for row in self.rows('--summary', '-tn')}
        self.assertEqual(counts[('state', 'tcp ESTABLISHED')], 2)
        self.assertEqual(counts[('listener', '127.0.0.1:8080')], 1)
        self.assertEqual(counts[('remote', '127.0.0.1')], 2)

    def test_every_namespace_in_one_list(self):
        self.start(CONNECTED)
        name = self.world.netns('a')
        result = nd.run([nd.tool('mynetstat'), '--json', '-tlan', '--netns', 'all', '--port', '8080'])
        rows = [row for row in nd.schema('mynetstat').check(result.out) if row['network_namespace'] == name]
        self.assertEqual(len(rows), 3)

    def test_one_namespace_by_name_and_by_process(self):
        process = self.start(CONNECTED)
        for where in (self.world.netns('a'), str(process.pid), f'/run/netns/{self.world.netns("a")}'):
            with self.subTest(where):
                result = nd.run([nd.tool('mynetstat'), '--json', '-tan', '--netns', where])
                self.assertEqual(len(nd.schema('mynetstat').check(result.out)), 3, result.err)

    def test_somebody_without_privilege_is_not_told_our_sockets_as_anothers(self):
        self.start(CONNECTED)
        self.world.host('b')
        nobody, tool = ['setpriv', '--reuid=65534', '--clear-groups'], nd.public_copy(self, 'mynetstat')
        other = self.world.popen('b', [*nobody, '/usr/bin/python3', '-c', CONNECTED.replace('8080', '9090')])
        other.wait_for('ready')
        for words, complaints in ((['--source=diag'], 0), (['--tcp-info'], 1)):
            with self.subTest(words):
                result = self.world.run('a', [*nobody, tool, '--json', '-tan', '--netns', 'all', *words])
                rows = nd.schema('mynetstat').check(result.out)
                ours = [row for row in rows if 8080 in (row['local_port'], row['remote_port'])]
                self.assertEqual(({row['network_namespace'] for row in ours}, len(ours)), ({'-'}, 3), result.out)
                others = [row for row in rows if 9090 in (row['local_port'], row['remote_port'])]
                self.assertEqual(len(others), 3)
                self.assertEqual(result.err.count('what TCP knows is missing') > 0, bool(complaints), result.err)

    def test_details_of_every_namespace(self):
        self.start(CONNECTED)
        result = nd.run([nd.tool('mynetstat'), '--json', '-tan', '--netns', 'all', '--port', '8080', '--tcp-info'])
        rows = [row for row in nd.schema('mynetstat').check(result.out) if row['network_namespace'] == self.world.netns('a')]
        self.assertEqual(sorted(row['bytes_sent'] for row in rows if row['bytes_sent'] is not None)[-1], 5, rows)

    def test_a_number_that_is_the_name_of_a_namespace_is_the_name(self):
        process = self.start(CONNECTED)
        name = str(process.pid)
        self.assertEqual(nd.run(['ip', 'netns', 'add', name]).status, 0)
        self.addCleanup(nd.run, ['ip', 'netns', 'del', name])
        listener = SERVER + '''
server = keep(socket.create_server(('', 9999)))
print('ready', flush=True)
sys.stdin.read()
'''
        other = nd.Process(['/usr/bin/python3', '-c', listener], netns=name)
        self.addCleanup(other.kill)
        other.wait_for('ready')
        for words in ([], ['--source=diag'], ['--source=proc']):
            with self.subTest(words):
                result = nd.run([nd.tool('mynetstat'), '--json', '-tan', '--netns', name, *words])
                self.assertEqual([row['local_port'] for row in nd.schema('mynetstat').check(result.out)], [9999], result.err)

    def test_health_and_peers_of_the_namespace_of_a_process(self):
        process = self.start(OVERFLOW)
        self.start(CONNECTED.replace('8080', '9090'))
        def finds(where):
            return 'listen_overflow' in nd.run([nd.tool('mynetstat'), '--health', '--json', '--netns', where]).out
        nd.wait_until(lambda: finds(self.world.netns('a')), timeout=10)
        result = nd.run([nd.tool('mynetstat'), '--health', '--netns', str(process.pid)])
        self.assertIn('127.0.0.1:8080', result.out)
        rows = nd.schema('mynetstat').check(nd.run([nd.tool('mynetstat'), '-x', '--peers', '--json', '--netns', str(process.pid)]).out)
        self.assertTrue(any(row['peer_inode'] for row in rows), rows)

    def test_a_namespace_that_is_not_there(self):
        result = nd.run([nd.tool('mynetstat'), '-tan', '--netns', 'no-such-namespace'])
        self.assertEqual((result.status, result.out), (1, ''))
        self.assertEqual(result.err.count('\n'), 1)

    def test_a_name_of_a_unix_socket_forges_no_row(self):
        self.start(SERVER + '''
import os, tempfile
os.chdir(tempfile.mkdtemp())
server = keep(socket.socket(socket.AF_UNIX))
server.bind('\\n0000: 00000002 00000000 00010000 0001 01 99999 @fake')
server.listen(1)
escape = keep(socket.socket(socket.AF_UNIX))
escape.bind('\\0\\x1b[31mred')
print('ready', flush=True)
sys.stdin.read()
''')
        text = self.world.run('a', [nd.tool('mynetstat'), '-xa']).out
        self.assertNotRegex(text, re.compile(r'^unix\s.*\s99999\s+@fake$', re.M))
        self.assertNotIn('\x1b', text)
        self.assertNotIn(99999, [row['inode'] for row in self.rows('-xa')])


    def test_a_whole_row_in_the_name_of_a_unix_socket_is_no_row(self):
        self.start(SERVER + '''
import os, tempfile
os.chdir(tempfile.mkdtemp())
row = '0000000000000000: 00000002 00000000 00010000 0001 01 %s /run/fake'
for name, inode in (('x', '4242'), ('y', '    0'), ('', '4243'), ('\\0z', '4244')):
    if '\\0' not in name:
        os.makedirs(os.path.dirname(name + '\\n' + row % inode))
    server = keep(socket.socket(socket.AF_UNIX))
    server.bind(name + '\\n' + row % inode)
    server.listen(3)
    client = keep(socket.socket(socket.AF_UNIX))
    client.connect(name + '\\n' + row % inode)
plain = keep(socket.socket(socket.AF_UNIX))
plain.bind('x'); plain.listen(1)
unnamed = keep(socket.socketpair())
print('ready', flush=True)
sys.stdin.read()
''')
        by_diag = self.rows('-xa', '--source=diag')
        rows = self.rows('-xa')
        self.assertEqual([row for row in rows if row['path'] == '/run/fake'], [])
        self.assertEqual(sorted(row['inode'] for row in rows if row['inode']), sorted(row['inode'] for row in by_diag))
        self.assertEqual(len([row for row in rows if row['inode'] == 0]), 4)  # not accepted yet
        self.assertEqual(sum('\n' in (row['path'] or '') for row in rows), 8)
        self.assertNotRegex(self.world.run('a', [nd.tool('mynetstat'), '-xa']).out, r'(?m)^unix .* /run/fake$')

    def test_columns_and_order_of_every_report(self):
        self.world.ip('a', 'link add br0 type bridge')
        self.world.ip('a', 'addr add 10.77.1.1/24 dev br0')
        self.world.ip('a', 'link set br0 mtu 1400 addrgenmode none up')
        self.world.route('a', '10.77.3.0/24 dev br0 metric 9')
        for words, columns in ((['-r'], ['destination', 'metric', 'interface']), (['-4', '-6', '-r'], ['metric', 'family']),
                               (['-ia'], ['mtu', 'name', 'flags', 'addresses']), (['-g'], ['interface', 'group']),
                               (['-s'], ['value', 'name'])):
            for sign in ('', '-'):
                with self.subTest(words + [sign]):
                    chosen = [*words, '--columns', ','.join(columns), '--sort', sign + columns[0]]
                    rows = self.rows(*chosen)
                    self.assertEqual([key for key in rows[0] if key != 'type'], columns)
                    keys = [row[columns[0]] for row in rows]
                    self.assertGreater(len(set(keys)), 1)
                    if columns[0] != 'destination':  # as text 10.77.10.0 would stand before 10.77.9.0
                        self.assertEqual(keys, sorted(keys, reverse=sign == '-'))
                    lines = self.world.run('a', [nd.tool('mynetstat'), *chosen]).out.splitlines()
                    self.assertEqual(len(lines), len(rows) + 1)
                    self.assertEqual({len(line.split()) for line in lines[:2]}, {len(columns)})

    def test_netstats_own_tables_can_be_sorted(self):
        for number, metric in ((1, 30), (2, 10), (3, 20)):
            self.world.route('a', f'10.9{number}.0.0/16 dev lo metric {metric}')
        def third_bytes(*words):
            lines = self.world.run('a', [nd.tool('mynetstat'), '-rn', *words]).out.splitlines()
            self.assertTrue(lines[1].startswith('Destination     Gateway'))
            return [line[4] for line in lines[2:]]
        self.assertEqual(third_bytes('--sort', 'metric'), ['2', '3', '1'])
        self.assertEqual(third_bytes('--sort', '-metric'), ['1', '3', '2'])
        self.world.ip('a', 'link add br0 mtu 1400 type bridge')
        lines = self.world.run('a', [nd.tool('mynetstat'), '-ia', '--sort', '-mtu']).out.splitlines()
        self.assertEqual([line.split()[0] for line in lines[2:]], ['lo', 'br0'])

    def test_columns_that_a_report_does_not_have(self):
        for words, known in ((['-r', '--columns', 'inode'], 'destination, '), (['-i', '--sort', '-pid'], 'rx_bytes, '),
                             (['-g', '--columns', 'group,pid'], 'interface, '), (['-s', '--columns', 'x'], 'group, name, value'),
                             (['-t', '--sort', 'x'], 'protocol, '), (['-tg', '--columns', 'x'], 'users'),
                             (['--health', '--columns', 'x'], 'no columns'), (['--summary', '--sort', 'state'], 'no columns'),
                             (['-M', '--columns', 'x'], 'no columns')):
            with self.subTest(words):
                result = self.world.run('a', [nd.tool('mynetstat'), *words])
                self.assertEqual((result.status, result.out), (3, ''))
                self.assertRegex(result.err, rf'\Amynetstat: --(columns|sort)[^\n]*{known}[^\n]*\n\Z')

    def test_rows_that_nobody_can_vouch_for_are_said_to_be_doubtful(self):
        process = self.start(SERVER + '''
server = keep(socket.socket(socket.AF_UNIX))
server.bind('\\0x\\n0000000000000000: 00000002 00000000 00010000 0001 01 99999 /run/fake')
server.listen(3)
print('ready', flush=True)
sys.stdin.read()
''')
        nobody, tool = ['setpriv', '--reuid=65534', '--clear-groups'], nd.public_copy(self, 'mynetstat')
        words = ['-xa', '--netns', str(process.pid)]
        result = nd.run([*nobody, tool, *words])  # the namespace may be looked at, but not entered
        self.assertEqual(result.status, 0)
        self.assertRegex(result.err, rf'\Amynetstat: /proc/{process.pid}/net/unix: a row may be part of a name \(sock_diag[^\n]*\)\n\Z')
        result = nd.run([nd.tool('mynetstat'), *words])
        self.assertEqual((result.status, result.err), (0, ''))
        self.assertNotRegex(result.out, r'(?m)^unix .* /run/fake$')

    def test_a_namespace_is_called_by_the_container_in_it(self):
        id = '0123456789abcdef' * 4
        root = next((pathlib.Path(line.split()[1]) for line in pathlib.Path('/proc/mounts').read_text().splitlines()
                     if line.split()[2] in ('cgroup2', 'cgroup')), None)
        group = root and root / f'docker-{id}.scope'
        try:
            group.mkdir()
        except (AttributeError, OSError) as error:
            self.skipTest(f'no cgroup can be made ({error})')
        self.addCleanup(lambda: nd.wait_until(lambda: removed(group)))
        process = nd.Process(['unshare', '--net', '/usr/bin/python3', '-c', SERVER + '''
server = keep(socket.create_server(('', 8080)))
print('ready', flush=True)
sys.stdin.read()
'''])
        self.addCleanup(process.kill)
        process.wait_for('ready')
        try:
            (group / 'cgroup.procs').write_text(str(process.pid))
        except OSError as error:
            self.skipTest(f'no process can be moved there ({error})')
        rows = nd.schema('mynetstat').check(nd.run([nd.tool('mynetstat'), '--json', '-tlnp', '--netns', 'all']).out)
        self.assertEqual([row['network_namespace'] for row in rows if row['pid'] == process.pid], [id[:12]])

    def test_unix_sockets_of_every_namespace(self):
        process = self.start(CONNECTED)
        name = self.world.netns('a')
        rows = nd.schema('mynetstat').check(nd.run([nd.tool('mynetstat'), '--json', '-xp', '--netns', 'all']).out)
        self.assertIn(process.pid, {row['pid'] for row in rows if row['network_namespace'] == name})
        self.assertIn('Namespace', nd.run([nd.tool('mynetstat'), '-x', '--netns', 'all']).out.splitlines()[1])


CHURN = '''
import socket, sys, threading, time
server = socket.create_server(('127.0.0.1', 9999), backlog=512)
stable = []
for _ in range(15):
    client = socket.create_connection(('127.0.0.1', 9999))
    stable += [client, server.accept()[0]]
def churn():
    own = socket.create_server(('127.0.0.1', 0), backlog=512)
    while True:
        pairs = []
        for _ in range(60):
            client = socket.create_connection(own.getsockname())
            pairs += [client, own.accept()[0]]
        for each in pairs:
            each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b'\\1\\0\\0\\0\\0\\0\\0\\0')
            each.close()
threading.Thread(target=churn, daemon=True).start()
print('ready', flush=True)
sys.stdin.read()
'''


class Churn(World):
    def test_each_stable_socket_is_listed_once_while_others_come_and_go(self):
        self.start(CHURN)
        for source in ('proc', 'diag'):
            for _ in range(200):
                result = self.world.run('a', [nd.tool('mynetstat'), '-tn', f'--source={source}'])
                ends = [tuple(line.split()[3:5]) for line in result.out.splitlines()[2:] if ':9999' in line]
                self.assertEqual(len(ends), len(set(ends)))
                self.assertEqual(len(ends), 30)
