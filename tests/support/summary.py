#!/usr/bin/python3
"""Ends a test run: what was skipped and why, then ctest's own summary. summary.py FOLDER (with `output` in it)"""

import pathlib
import re
import sys


def skips(log):
    """(name, reason) from the runner's lines and from GoogleTest's."""
    for line in log.splitlines():
        if line.startswith('skipped: '):
            yield line[len('skipped: '):]
    for reason, name in re.findall(r': Skipped\n(.*?)\n+\[  SKIPPED \] (\S+)', log, re.DOTALL):
        yield f'unit: {name}: {" ".join(reason.split())}'


def main():
    folder = pathlib.Path(sys.argv[1])
    log = (folder / 'Testing' / 'Temporary' / 'LastTest.log').read_text(errors='replace')
    found = sorted(set(skips(log)))
    if found:
        print('Skipped here:')
        for skip in found:
            print('  ' + skip)
    output = (folder / 'output').read_text(errors='replace')
    print(output[max(0, output.rfind('\n', 0, output.rfind('% tests passed'))):].rstrip())


if __name__ == '__main__':
    main()
