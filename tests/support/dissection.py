"""Comparing mycap's text with tcpdump's, packet by packet, over captures that a test makes."""
import itertools
import os
import re
import tempfile

import frames
import nd

PLAIN_FLAGS = ([], ['-v'], ['-vv'], ['-vvv'], ['-e'], ['-q'], ['-xv'])


def _packets(text):
    """The lines of each packet, by the number that -# puts before them."""
    found, current = {}, None
    for line in text.split(b'\n'):
        numbered = re.match(rb' *(\d+)  ', line)
        if numbered and not line.startswith(b'\t'):
            current = int(numbered.group(1))
        found[current] = found.get(current, b'') + line + b'\n'
    return found


def _shown(frame):
    data = frame[0] if isinstance(frame, tuple) else frame
    return data.hex()


def assert_like_peer(packets, flag_sets=PLAIN_FLAGS, link_type=frames.ETHERNET, limit=3):
    """Fails with the first few packets that mycap prints differently, their bytes and both texts."""
    with tempfile.NamedTemporaryFile(suffix='.pcap') as file:
        file.write(frames.pcap(packets, link_type))
        file.flush()
        os.chmod(file.name, 0o644)
        for flags in flag_sets:
            arguments = ['-#', '-t', '-n', '-r', file.name, *flags]
            peer = nd.run(['tcpdump', *arguments], binary=True, env={'TZ': 'GMT0'})
            ours = nd.run([nd.tool('mycap'), *arguments], binary=True, env={'TZ': 'GMT0'})
            if ours.out == peer.out and ours.status == peer.status:
                continue
            theirs, mine = _packets(peer.out), _packets(ours.out)
            wrong = [n for n in range(1, len(packets) + 1) if theirs.get(n) != mine.get(n)]
            shown = '\n'.join(f'{flags} packet {n}: {_shown(packets[n - 1])}\npeer {theirs.get(n)}\nours {mine.get(n)}'
                              for n in itertools.islice(wrong, limit))
            raise AssertionError(f'{len(wrong)} of {len(packets)} packets differ with {flags} '
                                 f'(status {ours.status}, the peer {peer.status}): {ours.err}\n{shown}')
