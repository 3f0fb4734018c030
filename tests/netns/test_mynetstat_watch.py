"""mynetstat again and again: --watch with its marks and rates, -c as netstat does it; and why -p shows nobody."""

import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import termios
import time
import unittest

import nd

nd.require_namespaces()

SERVER = '''
import socket, sys
server = socket.create_server(('127.0.0.1', 8080))
print('ready', flush=True)
while True:
    word = sys.stdin.readline()
    if word == 'open\\n':
        client = socket.create_connection(('127.0.0.1', 8080)); accepted = server.accept()[0]
    elif word == 'close\\n':
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b'\\1\\0\\0\\0\\0\\0\\0\\0'); client.close(); accepted.close()
    elif word == 'wait\\n':
        other = socket.create_connection(('127.0.0.1', 8080))
        last = socket.create_connection(('127.0.0.1', 8080)); taken = [server.accept()[0], server.accept()[0]]
        last.close(); taken[1].close()
        third = socket.create_connection(('127.0.0.1', 8080))
    else:
        break
    print('done', flush=True)
'''


class Rounds(unittest.TestCase):
    def setUp(self):
        self.world = nd.World()
        self.addCleanup(self.world.close)
        self.world.host('a')
        self.server = self.world.popen('a', ['/usr/bin/python3', '-c', SERVER])
        self.server.wait_for('ready')
        self.told = 0

    def tell(self, word):
        self.told += 1
        self.server.stdin.write(word.encode() + b'\n')
        self.server.stdin.flush()
        self.server.wait_for(r'(done\n){%d}' % self.told)

    def watch(self, *words):
        return self.world.popen('a', [nd.tool('mynetstat'), *words])

    def test_sockets_that_come_and_go_are_marked(self):
        process = self.watch('-tan', '--watch', '0.1')
        process.wait_for('LISTEN')
        self.tell('open')
        process.wait_for(r'^\+ tcp(.*\n)*\+ tcp.*\n')
        self.tell('close')
        process.wait_for(r'^- tcp(.*\n)*- tcp.*\n')
        lines = [line for line in process.out.splitlines() if line.strip()]
        self.assertEqual(sum(line.startswith('+ ') for line in lines), 2)
        self.assertEqual(sum(line.startswith('- ') for line in lines), 2)
        self.assertTrue(all(line[:2] in ('+ ', '- ', '  ') for line in lines))
        self.assertNotIn('\x1b', process.out)  # a pipe gets plain blocks

    def test_marks_in_a_table_of_columns(self):
        process = self.watch('-tan', '--columns', 'local_port,state', '--watch', '0.1')
        process.wait_for('LISTEN')
        self.tell('open')
        process.wait_for(r'^\+ +\d+ +ESTABLISHED(.*\n)*\+ +\d+ +ESTABLISHED')
        self.tell('close')
        process.wait_for(r'^- +\d+ +ESTABLISHED')

    def test_only_what_changed(self):
        process = self.watch('-tan', '--watch', '0.1', '--changed', '--json')
        process.wait_for('LISTEN')
        self.tell('open')
        process.wait_for(r'"opened"(.*\n)*.*"opened"')
        self.tell('close')
        process.wait_for(r'"closed"(.*\n)*.*"closed".*\n')
        rows = nd.schema('mynetstat').check(process.out[:process.out.rindex('\n') + 1])
        self.assertEqual([row['change'] for row in rows], [None, 'opened', 'opened', 'closed', 'closed'])

    def test_rates_of_interfaces_and_counters(self):
        interfaces = self.watch('-i', '--watch', '0.2', '--changed', '--json')
        counters = self.watch('-s', '--watch', '0.2', '--changed', '--json')
        interfaces.wait_for('"lo"'), counters.wait_for('OutOctets')
        self.tell('open')
        interfaces.wait_for(r'"rx_packets":[1-9][0-9.]*,"rx_errors":0.0.*\n')
        rows = nd.schema('mynetstat').check(interfaces.out[:interfaces.out.rindex('\n') + 1])
        self.assertEqual(set(rows[0]['rates'].values()), {0})
        self.assertGreater(sum(row['rates']['rx_packets'] for row in rows), 3)  # some segments within a fifth of a second
        counters.wait_for(r'"ActiveOpens","value":\d+,"rate":[1-9](.*\n)*.*"InOctets".*\n')
        moved = [row for row in nd.schema('mynetstat').check(counters.out[:counters.out.rindex('\n') + 1]) if row['rate']]
        self.assertTrue({'ActiveOpens', 'PassiveOpens', 'InOctets'} <= {row['name'] for row in moved})

    def test_rates_as_text(self):
        for words, title in ((('-i',), 'Kernel Interface table, per second'), (('-s',), 'Per second:')):
            with self.subTest(words):
                process = self.watch(*words, '--watch', '0.1')
                process.wait_for(title)
                process.kill()

    def test_every_report_can_be_watched(self):
        for words in (['-x'], ['-r'], ['-6r'], ['-g'], ['-ie'], ['--summary'], ['--health'], ['-tan', '--columns', 'state']):
            with self.subTest(words):
                process = self.watch(*words, '--watch', '0.05')
                with self.assertRaisesRegex(AssertionError, r'status None.*\n(.*\n)*stderr: $'):
                    process.wait_for('no such text', timeout=0.3)  # for several rounds it goes on, and has no complaint
                process.kill()

    def test_every_report_tells_as_json_what_changed(self):
        self.world.host('b'), self.world.link('a', '10.77.9.1/24', 'b', '10.77.9.2/24')
        unix = "import socket, sys; pair = socket.socketpair(); print('ready', flush=True); sys.stdin.read()"
        self.world.popen('a', ['/usr/bin/python3', '-c', unix]).wait_for('ready')
        for words in (['-tan'], ['-xa'], ['-tan', '--columns', 'state'], ['-r'], ['-6r'], ['-i'], ['-g'], ['-s'], ['-6s'], ['--summary', '-an']):
            with self.subTest(words):
                process = self.watch('--json', '--watch', '0.05', *words)
                process.wait_for(r'\A(.*\n)+')
                time.sleep(0.2)  # some rounds
                process.kill()
                rows = nd.schema('mynetstat').check(process.out[:process.out.rindex('\n') + 1])
                self.assertEqual([row for row in rows if 'change' not in row], [])

    def test_routes_that_come_and_go_as_json(self):
        self.world.host('b'), self.world.link('a', '10.77.9.1/24', 'b', '10.77.9.2/24')
        process = self.watch('-r', '--json', '--watch', '0.1', '--changed')
        process.wait_for(r'"10\.77\.9\.0"')
        self.world.ip('a', 'route add 10.9.0.0/16 dev eth0')
        process.wait_for(r'"10\.9\.0\.0".*"opened"')
        self.world.ip('a', 'route del 10.9.0.0/16')
        process.wait_for(r'"10\.9\.0\.0".*"closed"')

    def test_gauges_have_no_rate(self):
        process = self.watch('-s', '--watch', '0.1')
        process.wait_for(r'Per second:(.*\n)*.*Per second:')
        second = process.out.split('Per second:')[1]
        self.assertRegex(second, r'Forwarding: [12]\n')
        self.tell('open')
        process.wait_for(r'\n +2 connections established\n(.*\n)*.*\n +2 connections established\n')
        process.kill()
        process = self.watch('-s', '--watch', '0.1', '--json', '--changed')
        process.wait_for('CurrEstab')
        self.tell('close')
        process.wait_for(r'"CurrEstab","value":0,"rate":null')
        gauges = ('CurrEstab', 'Forwarding', 'DefaultTTL', 'RtoMin', 'RtoMax', 'RtoAlgorithm', 'MaxConn')
        rows = nd.schema('mynetstat').check(process.out[:process.out.rindex('\n') + 1])
        self.assertEqual({row['rate'] for row in rows if row['name'] in gauges}, {None})
        self.assertEqual([row['value'] for row in rows if row['name'] == 'CurrEstab'], [2, 0])

    def frames(self, lines, columns, *words):
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack('HHHH', lines, columns, 0, 0))
        pid = os.fork()
        if pid == 0:
            os.dup2(slave, 1)
            os.execvp('ip', ['ip', 'netns', 'exec', self.world.netns('a'), nd.tool('mynetstat'), *words, '--watch', '0.1'])
        text = b''
        while text.count(b'\x1b[H\x1b[2J') < 3:
            self.assertTrue(select.select([master], [], [], 10)[0], text)
            text += os.read(master, 65536)
        os.kill(pid, signal.SIGTERM), os.waitpid(pid, 0), os.close(master), os.close(slave)
        return text.decode().replace('\r\n', '\n').split('\x1b[H\x1b[2J')[1:3]

    def test_a_round_fits_the_terminal(self):
        address = 'fd00:1111:2222:3333:4444:5555:6666:7777'
        self.world.ip('a', f'addr add {address}/128 dev lo')
        code = f"import socket, sys; s = socket.create_server(('{address}', 8081), family=socket.AF_INET6); print('ready', flush=True); sys.stdin.read()"
        self.world.popen('a', ['/usr/bin/python3', '-c', code]).wait_for('ready')
        width = max(len(line.rstrip()) for line in self.world.run('a', [nd.tool('mynetstat'), '-tanW']).out.splitlines() if 'tcp6' in line)
        for frame in self.frames(50, width, '-tan'):
            self.assertLessEqual(max(len(line.rstrip()) for line in frame.splitlines()), width)
            self.assertTrue(frame.startswith('  Active Internet'), frame)
        for frame in self.frames(50, width + 2, '-tan'):
            self.assertIn(f'{address}:8081', frame)
        for words in (['-tan'], ['-s'], ['-tan', '--columns', 'state'], ['-ie']):
            for frame in self.frames(4, 100, *words):
                with self.subTest(words):
                    self.assertEqual(frame.count('\n'), 3)

    def test_a_terminal_is_drawn_anew(self):
        master, slave = pty.openpty()
        pid = os.fork()
        if pid == 0:
            os.dup2(slave, 1)
            os.execvp('ip', ['ip', 'netns', 'exec', self.world.netns('a'), nd.tool('mynetstat'), '-tan', '--watch', '0.1'])
        text = b''
        while text.count(b'\x1b[H') < 2:
            self.assertTrue(select.select([master], [], [], 10)[0], text)
            text += os.read(master, 65536)
        os.kill(pid, signal.SIGTERM), os.waitpid(pid, 0), os.close(master), os.close(slave)
        self.assertIn(b'LISTEN', text)

    def test_c_goes_on_each_second_in_netstats_bytes(self):
        once = self.world.run('a', ['netstat', '-tan']).out if shutil.which('netstat') else None
        process = self.watch('-tan', '-c')
        began = time.monotonic()
        process.wait_for(r'(Active Internet(.*\n)*){3}')
        self.assertGreater(time.monotonic() - began, 1.5)
        first, second = process.out.split('Active Internet')[1:3]
        self.assertEqual(first, second)
        if once is not None:
            self.assertEqual('Active Internet' + first, once)

    def test_bad_words(self):
        for words in (['--watch', '0'], ['--watch', '-1'], ['--watch', 'x'], ['--watch', '1s'], ['--watch'], ['--changed']):
            with self.subTest(words):
                result = nd.run([nd.tool('mynetstat'), *words])
                self.assertEqual((result.status, result.out, result.err.count('\n')), (3, '', 1))

    def test_why_there_is_no_process(self):
        self.tell('wait')
        rows = nd.schema('mynetstat').check(self.world.run('a', [nd.tool('mynetstat'), '-tanp', '--json']).out)
        self.assertEqual(sorted(str(row['no_owner']) for row in rows if row['pid'] is None), ['not_accepted', 'time_wait'])
        self.assertEqual({row['no_owner'] for row in rows if row['pid'] is not None}, {None})
        result = self.world.run('a', [nd.tool('mynetstat'), '-tanp', '-v'])
        self.assertIn('TIME_WAIT is left\n', result.err)
        self.assertIn('no process accepted it yet\n', result.err)
        tool = nd.public_copy(self, 'mynetstat')
        result = self.world.run('a', ['setpriv', '--reuid=65534', '--clear-groups', tool, '-tlnp', '--json'])
        self.assertEqual({row['no_owner'] for row in nd.schema('mynetstat').check(result.out)}, {'no_permission'})
        self.world.ip('a', 'link add vx0 type vxlan id 5 dstport 4789 local 127.0.0.1')
        self.world.ip('a', 'link set vx0 up')
        rows = nd.schema('mynetstat').check(self.world.run('a', [nd.tool('mynetstat'), '-uanp', '--json']).out)
        first = os.readlink('/proc/self/ns/pid') == 'pid:[4026531836]'
        self.assertEqual({row['no_owner'] for row in rows}, {'kernel' if first else 'other_namespace'})
