"""mycap --process, --pid and --comm: whose packets they are, of real clients and servers in namespaces."""
import os
import re
import sys
import unittest

import nd

nd.require_namespaces()
nd.require_program('setpriv')

SERVER = '''
import socket, sys, threading
family = socket.AF_INET6 if ':' in sys.argv[1] else socket.AF_INET
listener = socket.create_server((sys.argv[1], 8080), family=family)
print('ready', flush=True)
def serve(connection):
    connection.sendall(connection.recv(100))
    connection.close()
while True:
    threading.Thread(target=serve, args=[listener.accept()[0]], daemon=True).start()
'''
SHORT_SERVER = '''
import socket
listener = socket.create_server(('127.0.0.1', 8080))
print('ready', flush=True)
while True:
    connection = listener.accept()[0]
    connection.sendall(b'answer')
    connection.close()
'''
SHORT_CLIENTS = '''
import socket
for _ in range(50):
    with socket.create_connection(('127.0.0.1', 8080)) as connection:
        while connection.recv(100):
            pass
print('done', flush=True)
'''
CLIENT = '''
import socket, sys
connection = socket.create_connection((sys.argv[1], 8080))
print('connected', connection.getsockname()[1], flush=True)
sys.stdin.readline()
connection.sendall(b'question')
connection.recv(100)
print('answered', flush=True)
'''
DATAGRAMS = '''
import socket, sys
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sender.sendto(b'x', (sys.argv[1], 9999))
print('sent', flush=True)
sys.stdin.readline()
'''


class Processes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = nd.World()
        cls.addClassCleanup(cls.world.close)
        cls.world.host('a')
        cls.world.host('b')
        cls.world.link('a', '10.77.0.1/24', 'b', '10.77.0.2/24')

    def python(self, host, code, *arguments, name='python', user=None):
        """Runs `code` under a process name of its own."""
        named = f'open("/proc/self/comm", "w").write({name!r})\n' + code
        become = ['setpriv', '--reuid', user, '--regid', 'nogroup', '--clear-groups'] if user else []
        process = self.world.popen(host, [*become, sys.executable, '-c', named, *arguments])
        self.addCleanup(process.kill)
        return process

    def server(self, host, address, name='server'):
        process = self.python(host, SERVER, address, name=name)
        process.wait_for('ready')
        return process

    def capture(self, host, *arguments, **options):
        process = self.world.popen(host, [nd.tool('mycap'), '-n', '-t', '-l', *arguments], **options)
        self.addCleanup(process.kill)
        process.wait_for('listening on', stream='err')
        return process

    def end_of(self, capture):
        result = capture.interrupt()
        self.assertEqual(result.status, 0, result.err)
        return result

    def test_both_ends_on_loopback(self):
        server = self.server('b', '127.0.0.1')
        capture = self.capture('b', '-i', 'lo', '--process', 'tcp port 8080')
        client = self.python('b', CLIENT, '127.0.0.1', name='client')
        client.wait_for('connected')
        to = rf'\[client/{client.pid} root > server/{server.pid} root\] IP 127\.0\.0\.1\.\d+ > 127\.0\.0\.1\.8080: '
        back = rf'\[server/{server.pid} root > client/{client.pid} root\] IP 127\.0\.0\.1\.8080 > '
        capture.wait_for(to + r'Flags \[S\]')
        capture.wait_for(back + r'.*Flags \[S\.\]')
        client.finish(input='\n')
        capture.wait_for(to + r'Flags \[F\.\]')  # whose connection it was is known when the process is gone
        result = self.end_of(capture)
        for line in result.out.strip().split('\n'):
            self.assertRegex(line, f'^({to}|{back})')

    def test_a_server_that_closes_at_once(self):
        server = self.python('b', SHORT_SERVER, name='server')
        server.wait_for('ready')
        capture = self.capture('b', '-i', 'lo', '--process', 'tcp port 8080')
        self.python('b', SHORT_CLIENTS, name='client').wait_for('done')
        capture.wait_for(r'(?s)\A(?:(?:(?!\[S\.\]).)*\[S\.\]){50}')
        lines = [line for line in self.end_of(capture).out.splitlines() if line]
        there = rf'\[.* > server/{server.pid} root\] IP 127\.0\.0\.1\.\d+ > 127\.0\.0\.1\.8080: '
        back = rf'\[server/{server.pid} root > .*\] IP 127\.0\.0\.1\.8080 > '
        self.assertEqual([line for line in lines if not re.match(f'{there}|{back}', line)], [])

    def test_one_end_and_its_user(self):
        self.server('a', '10.77.0.1')
        capture = self.capture('b', '-i', 'eth0', '--process', 'tcp port 8080')
        client = self.python('b', CLIENT, '10.77.0.1', name='odd ]na\x1bme', user='nobody')
        client.wait_for('connected')
        capture.wait_for(rf'\[odd\\x20\\x5dna\\x1bme/{client.pid} nobody >\] IP 10\.77\.0\.2\.\d+ > 10\.77\.0\.1\.8080: Flags \[S\]')
        capture.wait_for(rf'\[> odd\\x20\\x5dna\\x1bme/{client.pid} nobody\] IP 10\.77\.0\.1\.8080 > .*Flags \[S\.\]')
        self.end_of(capture)

    def test_ipv6_datagrams_and_what_has_no_socket(self):
        server = self.server('b', '::1')
        capture = self.capture('b', '-i', 'lo', '--process')
        client = self.python('b', CLIENT, '::1', name='client')
        capture.wait_for(rf'\[client/{client.pid} root > server/{server.pid} root\] IP6 ::1\.\d+ > ::1\.8080: Flags \[S\]')
        sender = self.python('b', DATAGRAMS, '127.0.0.1', name='sender')
        capture.wait_for(rf'\[sender/{sender.pid} root > \?\] IP 127\.0\.0\.1\.\d+ > 127\.0\.0\.1\.9999: UDP')
        capture.wait_for(r'\[\? > \?\] IP 127\.0\.0\.1 > 127\.0\.0\.1: ICMP 127\.0\.0\.1 udp port 9999 unreachable')
        self.end_of(capture)

    def test_the_second_capture_is_not_told_of(self):
        self.assertEqual(self.capture('b', '-i', 'any', '--process').err.count('data link type LINUX_SLL2'), 1)

    def test_json(self):
        server = self.server('b', '127.0.0.1')
        capture = self.capture('b', '-i', 'lo', '--json', '--process', 'tcp port 8080')
        client = self.python('b', CLIENT, '127.0.0.1', name='client', user='nobody')
        capture.wait_for('"destination_process"')  # until then it lives
        client.finish(input='\n')
        capture.wait_for('"flags":[^}]*fin')
        packets = nd.schema('mycap').check(self.end_of(capture).out)
        first = packets[0]
        self.assertEqual((first['source_process']['pid'], first['source_process']['command'], first['source_process']['user']),
                         (client.pid, 'client', 'nobody'))
        self.assertEqual(first['destination_process'],
                         {'pid': server.pid, 'command': 'server', 'uid': 0, 'user': 'root'})

    def filtered(self, *filters):
        """What is shown of two clients that talk with one server."""
        self.server('a', '10.77.0.1')
        clients = [self.python('b', CLIENT, '10.77.0.1', name=name) for name in ('first', 'second')]
        ports = [client.wait_for(r'connected (\d+)')[1] for client in clients]
        chosen = [text.replace('PID', str(clients[1].pid)) for text in filters]
        capture = self.capture('b', '-i', 'eth0', *chosen, 'tcp port 8080')
        for client in clients:
            client.finish(input='\n')
        capture.wait_for(rf'10\.77\.0\.2\.{ports[1]} > 10\.77\.0\.1\.8080: Flags \[F\.\]')
        result = self.end_of(capture)
        self.assertNotIn(f'.{ports[0]}', result.out)
        return result

    def test_packets_of_a_process(self):
        self.assertNotIn('[second', self.filtered('--pid', 'PID').out)

    def test_packets_of_a_name(self):
        self.assertIn('[second/', self.filtered('--comm', 'second', '--process').out)

    def test_a_file_of_one_process(self):
        folder = nd.temporary_folder(self)
        self.server('a', '10.77.0.1')
        capture = self.capture('b', '-i', 'eth0', '--comm', 'second', '-U', '-w', str(folder / 'f'), '-c', '3', 'tcp port 8080')
        clients = [self.python('b', CLIENT, '10.77.0.1', name=name) for name in ('first', 'second')]
        ports = [client.wait_for(r'connected (\d+)')[1] for client in clients]
        self.assertEqual(capture.finish().status, 0)
        result = nd.run([nd.tool('mycap'), '-nr', str(folder / 'f')])
        self.assertEqual(result.out.count(f'.{ports[1]}'), 3)
        self.assertNotIn(f'.{ports[0]}', result.out)

    def test_rights(self):
        """The capture's own processes have none left, and its helper two."""
        capture = self.capture('b', '-i', 'lo', '--process')

        def rights():
            pids = [pid for pid in os.listdir('/proc') if pid.isdigit() and self.started_by(pid, capture)]
            return {pid: self.capabilities(pid) for pid in pids}
        ptrace, read_search = 1 << 19, 1 << 2
        nd.wait_until(lambda: sorted(rights().values()) == [0, ptrace | read_search])
        self.assertEqual(self.capabilities(capture.pid), 0)
        pids = rights()
        self.end_of(capture)
        nd.wait_until(lambda: not any(os.path.exists(f'/proc/{pid}') for pid in pids))

    def started_by(self, pid, process):
        try:
            with open(f'/proc/{pid}/stat') as file:
                return int(file.read().rpartition(')')[2].split()[1]) == process.pid
        except OSError:
            return False

    @staticmethod
    def capabilities(pid):
        with open(f'/proc/{pid}/status') as file:
            return int(re.search(r'CapPrm:\s*([0-9a-f]+)', file.read())[1], 16)

    def test_others_are_hidden_without_rights(self):
        tool = nd.public_copy(self, 'mycap', 'cap_net_raw,cap_net_admin+ep')
        self.server('a', '10.77.0.1')
        capture = self.world.popen('b', ['setpriv', '--reuid', 'nobody', '--regid', 'nogroup', '--clear-groups',
                                         tool, '-i', 'eth0', '-n', '-t', '-l', '--process', 'tcp port 8080'])
        self.addCleanup(capture.kill)
        capture.wait_for('listening on', stream='err')
        client = self.python('b', CLIENT, '10.77.0.1', name='client')
        client.wait_for('connected')
        capture.wait_for(r'\[\? root >\] IP 10\.77\.0\.2\.\d+ > 10\.77\.0\.1\.8080: Flags \[S\]')
        capture.wait_for(r'mycap: --process: not all processes may be looked into, their packets show \? \(run as root', stream='err')
        self.assertEqual(capture.interrupt().status, 0)

    def test_refusals(self):
        for arguments, message in (
                (['-r', '/dev/null', '--process'], 'a file tells nothing of processes'),
                (['-r', '/dev/null', '--comm', 'x'], 'a file tells nothing of processes'),
                (['-w', '/dev/null', '--process'], '--process cannot be used with -w unless --print is given'),
                (['--pid', '0'], 'invalid process id 0'),
                (['--pid', 'x'], 'invalid process id x'),
                (['--pid', '2147483647'], '2147483647: no such process')):
            with self.subTest(arguments):
                result = nd.run([nd.tool('mycap'), '-i', 'lo', *arguments])
                self.assertEqual((result.status, result.out), (1, ''))
                self.assertRegex(result.err, rf'^mycap: .*{message}.*\n$')


if __name__ == '__main__':
    unittest.main()
