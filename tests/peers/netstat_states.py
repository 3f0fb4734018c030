"""Makes the sockets that are hard to come by and holds them: run inside a namespace by test_mynetstat_options.py, whose
packet filter drops what would end a state. Prints "ready" when they stand, and ends with its standard input."""

import ctypes
import os
import socket
import subprocess
import sys
import tempfile

from held_sockets import keep, listener, pair, tcp


def tcp_states():
    listener('127.0.0.1', 7001)
    half = tcp()
    half.setblocking(False)
    half.connect_ex(('127.0.0.1', 7001))            # SYN_RECV: its SYN-ACK is dropped
    client, accepted = pair(listener('127.0.0.1', 7002))
    accepted.shutdown(socket.SHUT_WR)               # FIN_WAIT1: its FIN is dropped
    client, accepted = pair(listener('127.0.0.1', 7003))
    client.shutdown(socket.SHUT_WR)
    accepted.recv(1)                                # the FIN is there
    accepted.shutdown(socket.SHUT_WR)               # LAST_ACK
    client, accepted = pair(listener('127.0.0.1', 7004))
    accepted.shutdown(socket.SHUT_WR)
    client.shutdown(socket.SHUT_WR)                 # CLOSING
    client, _ = pair(listener('127.0.0.1', 7006))
    client.setblocking(False)
    try:
        while True:
            client.send(b'y' * 65536)               # full queues, and the probe timer
    except BlockingIOError:
        pass
    _, accepted = pair(listener('127.0.0.1', 7007))
    accepted.send(b'lost')                          # the retransmission timer
    _, accepted = pair(listener('127.0.0.1', 7008))
    accepted.close()                                # an orphan


def datagrams():
    mapped = keep(socket.socket(socket.AF_INET6, socket.SOCK_DGRAM))
    mapped.connect(('::ffff:127.0.0.1', 6001))
    for address in ('10.77.9.255', '224.0.0.251'):
        keep(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)).bind((address, 6002))
    for _ in range(2):
        shared = keep(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        shared.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        shared.bind(('0.0.0.0', 6003))
    group = keep(socket.socket(socket.AF_INET6, socket.SOCK_DGRAM))
    group.bind(('ff02::fb', 5353, 0, socket.if_nametoindex('eth0')))
    for protocol in (1, 6, 17, 58, 89, 103, 132, 255):
        keep(socket.socket(socket.AF_INET, socket.SOCK_RAW, protocol))
    keep(socket.socket(socket.AF_INET6, socket.SOCK_RAW, 58))
    keep(socket.socket(socket.AF_INET, socket.SOCK_RAW, 255)).connect(('127.0.0.1', 0))
    keep(socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0))


def known_ports():
    for port in (21, 22, 23, 25, 53, 79, 80, 110, 111, 123, 143, 161, 389, 443, 513, 514, 631, 993, 3306, 5432, 6000, 11211):
        listener('127.0.0.2', port)
        keep(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)).bind(('127.0.0.2', port))


def unix_names(folder):
    os.chdir(folder)

    def server(name, kind=socket.SOCK_STREAM):
        made = keep(socket.socket(socket.AF_UNIX, kind))
        made.bind(name)
        if kind != socket.SOCK_DGRAM:
            made.listen(2)
    for name in ('relative', 'a b c', folder + '/' + 'p' * (106 - len(folder)), '\0' + 'q' * 107, '\0', '\0 blank first', ' lead',
                 'trail ', '@looks-abstract', '\0a\0b\0', 'back\\slash'):
        server(name)
    server('datagram', socket.SOCK_DGRAM)
    server('packet', socket.SOCK_SEQPACKET)
    keep(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
    for _ in range(2):
        client = keep(socket.socket(socket.AF_UNIX))
        client.setblocking(False)
        client.connect_ex('relative')               # nobody accepts it


def child(prepare):
    if os.fork() == 0:
        ctypes.CDLL(None).prctl(1, 9)
        prepare()
        os._exit(1)


def of_user(uid, port):
    def run():
        os.setresuid(uid, uid, uid)
        ctypes.CDLL(None).prctl(1, 9)
        listener('127.0.0.3', port)
        sys.stdin.read()
        os._exit(0)
    child(run)


def named(argv0, port):
    def run():
        listener('127.0.0.4', port).set_inheritable(True)
        os.execve('/bin/sleep', [argv0, '3000'], {})
    child(run)


def main():
    folder = tempfile.mkdtemp(prefix='nd-netstat-')
    ctypes.CDLL(None).prctl(1, 9)
    tcp_states(), datagrams(), known_ports(), unix_names(folder)
    for number, uid in enumerate((1, 33, 1000, 65534, 2000000000)):
        of_user(uid, 4000 + number)
    for number, name in enumerate(('/usr/sbin/sshd', 'nginx: worker process is very long', 'rel/dir/prog', '-bash', '/usr/bin/with blank',
                                   '(sd-pam)', 'x', '/', 'a/', '/a/b/', 'exactly-nineteen-ch', '1234567890123456789012345', '')):
        named(name, 4100 + number)
    print('ready', flush=True)
    sys.stdin.read()
    subprocess.run(['rm', '-rf', folder], check=True)


if __name__ == '__main__':
    main()
