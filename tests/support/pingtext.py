"""What differs between two runs of ping in the same world, taken out so that the rest can be compared byte by byte."""

import re


def normalise(text):
    """Times become T; the rest stays."""
    text = re.sub(r'time=[0-9.]+ ms', 'time=T ms', text)
    text = re.sub(r', time \d+ms', ', time Tms', text)
    text = re.sub(r'(rtt min/avg/max/mdev = )[0-9./]+ ms', r'\1T ms', text)
    text = re.sub(r'ipg/ewma [0-9./]+ ms', 'ipg/ewma T ms', text)
    text = re.sub(r'(min/avg/ewma/max = )[0-9./]+ ms', r'\1T ms', text)
    text = re.sub(r'^\[\d{10}\.\d{6}\]', '[TIME]', text, flags=re.M)
    text = re.sub(r'ident=\d+', 'ident=I', text)
    return re.sub(r'^((?:TS: )?(?:\t\S+)?\t)\d+( absolute)?$', r'\1N\2', text, flags=re.M)


def peers_name(text):
    """A message of ours as the peer would sign it."""
    return re.sub(r'^myping: ', 'ping: ', text, flags=re.M)
