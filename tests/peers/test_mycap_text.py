"""mycap's text of the protocols that talk in lines, of SSH and of Redis' RESP, beside tcpdump's."""
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

MESSAGES = (b'GET / HTTP/1.1\r\nHost: a\r\n\r\n', b'HTTP/1.1 200 OK\r\nX: y\tz\r\n\r\nbody\x01\n', b'foo bar\r\n',
            b'220 ready\r\n', b'\x80abc', b'get x\n\nabc', b'HTTP/1.1  404\r', b'RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n',
            b'INVITE sip:a@b SIP/2.0\r\nVia: x\r\n\r\nv=0\r\n', b'GET\x0bfoo\r\n', b' GET / \r\n', b'', b'GET',
            b'describe\t\t\t200', b'A' * 127 + b' 200 \n', b'A' * 128 + b' 200 \n', b'GET ' * 100)
SSH = (b'SSH-2.0-x y\r\n', b'SSH-2.0-x\r', b'SSH-2.0\n', b'SSH-\x80\n', b'SSH', b'SSH-2.0\rX', b'GET /')
RESP = (b'PING\r\n', b'*2\r\n$3\r\nGET\r\n$1\r\nx\r\n', b'+OK\r\n', b'-ERR foo\r\n:123\r\n', b'$-1\r\n', b'*-1\r\n',
        b'*0\r\n', b'$0\r\n\r\n', b'$99999999999\r\nx\r\n', b'*-5\r\n', b'$x\r\nabc\r\n', b'\r\n\r\n',
        b'*1\r\n*1\r\n*1\r\n:5\r\n', b'$3\r\nabcX\r\n', b'*3\r\n-x\r\n', b'\na\n', b'$2147483648\r\n',
        b'*1\r\n' * 80 + b':1\r\n')
TCP_PORTS = (21, 25, 43, 80, 554, 8080, 8554)
PAYLOAD = 54  # behind Ethernet, IPv4 and TCP


def tcp(message, port):
    return frames.ethernet(frames.tcp(message, 40000, port))


class Text(unittest.TestCase):
    def test_messages(self):
        packets = [tcp(m, port) for m in MESSAGES for port in TCP_PORTS]
        assert_like_peer(packets + [frames.ethernet(frames.udp(m, 5060, 5060)) for m in MESSAGES])

    def test_ssh(self):
        assert_like_peer([tcp(m, 22) for m in SSH])

    def test_resp(self):
        assert_like_peer([tcp(m, 6379) for m in RESP])

    def test_cut_and_corrupted(self):
        good = [tcp(MESSAGES[0], 80), tcp(MESSAGES[1], 8080), tcp(MESSAGES[3], 21), tcp(SSH[0], 22), tcp(RESP[1], 6379),
                tcp(RESP[3], 6379), tcp(RESP[12], 6379)]
        bad = [frame for n, packet in enumerate(good)
               for frame in frames.truncations(packet, PAYLOAD) + frames.corruptions(packet, 150, PAYLOAD, seed=n)]
        assert_like_peer(bad, (['-K'], ['-Kvv']))


if __name__ == '__main__':
    unittest.main()
