"""The sources as the lint tests see them: a folder that may be the repository or a planted fault."""

import pathlib
import re

PRODUCT = ('common', 'ping', 'capture', 'netstat', 'lsof')


def sources(root, folders=PRODUCT + ('tests',), suffixes=('.h', '.cpp')):
    """(path below root, text) of each source."""
    root = pathlib.Path(root)
    for folder in folders:
        for path in sorted((root / folder).rglob('*')):
            if path.suffix in suffixes and path.is_file():
                yield path.relative_to(root), path.read_text(encoding='utf-8')


def includes(text):
    """(line number, what is included, quoted or not) of each include."""
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)', line)
        if match:
            yield number, match[2], match[1] == '"'


def plant(folder, files):
    """Writes {path: text} below `folder` and returns it: a tree with a fault that a lint must find."""
    for name, text in files.items():
        path = pathlib.Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding='utf-8')
    return folder
