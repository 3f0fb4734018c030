"""Which options a help text and a man page in mdoc(7) describe, so that a test can hold them to each other."""

import re

# Words of a head like ".It Fl c Ar count , Fl -count Ns = Ns Ar count" that end the name of an option.
_MACROS = set('Ar Ns Op Oo Oc Pa Cm Li Xo Xc Sm No Pq Ic Em Sy Dv Va Brq Bro Brc Ap Qq Ql Sq'.split())
_PUNCTUATION = set(',|.:;()[]=')


def options_in_help(text):
    """Every -x and --xyz that begins a line of an option list."""
    found = set()
    for line in text.splitlines():
        match = re.match(r' {2,6}(-{1,2}\S.*)', line)
        if match:
            names = re.split(r' {2,}', match[1])[0]
            found.update(re.match(r'--?[^\s=\[,]+', name)[0] for name in names.split(', ') if name.startswith('-'))
    return found


def _flags(words):
    found, inside = set(), False
    for word in words:
        if word == 'Fl':
            inside = True
        elif word in _MACROS:
            inside = False
        elif inside and word not in _PUNCTUATION:
            found.add('-' + word.replace(r'\-', '-').replace(r'\&', ''))
    return found


def options_in_man(text):
    """Every option with an entry of its own: the heads of the lists, `.It Fl …`, also where Xo … Xc continues them."""
    found = set()
    head = ''
    for line in text.splitlines():
        if head:
            head += ' ' + line.lstrip('.')
        elif re.match(r'\.It\b', line):
            head = line
        if head and not (re.search(r'\bXo\b', head) and not re.search(r'\bXc\b', head)):
            found |= _flags(head.split())
            head = ''
    return found
