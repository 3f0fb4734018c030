"""Packets built by hand and captures made of them, for comparing mycap with the peer byte by byte.

A capture is a list of frames; `truncations` and `corruptions` turn one good frame into many bad ones, which is where
a dissector goes wrong.
"""
import ipaddress
import random
import struct

ETHERNET, RAW = 1, 101


def checksum(data):
    if len(data) % 2:
        data += b'\0'
    total = sum(struct.unpack(f'!{len(data) // 2}H', data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def _address(text):
    return ipaddress.ip_address(text).packed


def ipv4(payload, protocol, source='10.0.0.1', destination='10.0.0.2', ttl=64, ident=1, fragment=0, options=b''):
    header = struct.pack('!BBHHHBBH', 0x45 + len(options) // 4, 0, 20 + len(options) + len(payload), ident, fragment,
                         ttl, protocol, 0) + _address(source) + _address(destination) + options
    return header[:10] + struct.pack('!H', checksum(header)) + header[12:] + payload


def ipv6(payload, next_header, source='2001:db8::1', destination='2001:db8::2', hop_limit=64):
    return struct.pack('!IHBB', 0x60000000, len(payload), next_header, hop_limit) + _address(source) + \
        _address(destination) + payload


def _pseudo(source, destination, protocol, length):
    return _address(source) + _address(destination) + struct.pack('!II', length, protocol)


def _wrap(segment, at, protocol, source, destination):
    """Fills in the transport checksum at `at` and puts the IP header of the addresses' family in front."""
    total = checksum(_pseudo(source, destination, protocol, len(segment)) + segment)
    segment = segment[:at] + struct.pack('!H', total) + segment[at + 2:]
    wrap = ipv6 if ':' in source else ipv4
    return wrap(segment, protocol, source, destination)


def udp(payload, sport, dport, source='10.0.0.1', destination='10.0.0.2'):
    segment = struct.pack('!HHHH', sport, dport, 8 + len(payload), 0) + payload
    return _wrap(segment, 6, 17, source, destination)


def tcp(payload, sport, dport, flags=0x18, seq=1, ack=1, options=b'', source='10.0.0.1', destination='10.0.0.2'):
    options += b'\0' * (-len(options) % 4)
    segment = struct.pack('!HHIIBBHHH', sport, dport, seq, ack, (20 + len(options)) // 4 << 4, flags, 512, 0, 0) + \
        options + payload
    return _wrap(segment, 16, 6, source, destination)


def ethernet(packet, ethertype=None, source='020000000001', destination='020000000002'):
    if ethertype is None:
        ethertype = 0x0800 if packet[0] >> 4 == 4 else 0x86dd
    return bytes.fromhex(destination + source) + struct.pack('!H', ethertype) + packet


def pcap(frames, link_type=ETHERNET, snaplen=262144):
    """The bytes of a savefile. A frame is bytes, or (bytes, original length) when the capture cut it."""
    out = [struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, snaplen, link_type)]
    for number, frame in enumerate(frames):
        data, length = frame if isinstance(frame, tuple) else (frame, len(frame))
        out.append(struct.pack('<IIII', 1600000000 + number // 1000, number % 1000 * 1000, len(data), length) + data)
    return b''.join(out)


def truncations(frame, start=0, step=1):
    """The frame as captured with every snap length from `start` on."""
    return [(frame[:n], len(frame)) for n in range(start, len(frame) + 1, step)]


def corruptions(frame, count, start, seed=1):
    """`count` copies with one to three bytes changed from offset `start` on; the same ones for the same seed."""
    chance = random.Random(seed)
    values = (0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 32, 64, 127, 128, 254, 255)
    out = []
    for _ in range(count if start < len(frame) else 0):
        data = bytearray(frame)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(start, len(data))
            data[at] = chance.choice(values) if chance.random() < 0.7 else chance.randrange(256)
        out.append(bytes(data))
    return out
