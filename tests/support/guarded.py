"""What /proc tells of the rights of a program and of the processes it has made."""

import os
import pathlib
import re

import nd

# Of a process that has given up everything, and is shut in.
NO_RIGHTS = {'CapInh': 0, 'CapPrm': 0, 'CapEff': 0, 'CapBnd': 0, 'CapAmb': 0, 'NoNewPrivs': 1, 'Seccomp': 2}


def status_of(pid, key):
    """A line of /proc/PID/status, None of a process that is no more or a kernel without it."""
    try:
        found = re.search(rf'^{key}:\t(.*)$', pathlib.Path(f'/proc/{pid}/status').read_text(), re.M)
        return found and found[1]
    except OSError:
        return None


def family(pid):
    """A process and all that descend from it, the decoder second."""
    parents = {int(name): status_of(name, 'PPid') for name in os.listdir('/proc') if name.isdigit()}
    found = [pid]
    for member in found:
        found += sorted(child for child, parent in parents.items() if parent == str(member))
    return found


def rights_of(pid):
    return {key: int(status_of(pid, key), 10 if key in ('NoNewPrivs', 'Seccomp') else 16) for key in NO_RIGHTS}


def require_no_sanitizer():
    """For tests of what a sanitizer takes for itself: signals, descriptors, addresses."""
    if 'sandbox: no seccomp, no Landlock' in nd.run([nd.tool('mycap'), '--version']).out:
        nd.skip('a build with a sanitizer, or a kernel without any sandbox')


def require_sandbox():
    if 'sandbox: seccomp' not in nd.run([nd.tool('mycap'), '--version']).out:
        nd.skip('this build or this kernel has no sandbox')
