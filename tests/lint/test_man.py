"""The man pages: valid mdoc, an entry for every option of --help, none for an option that is not there, and the parts
that every reader looks for."""

import unittest

import nd
from manual import options_in_help, options_in_man

TOOLS = ('myping', 'mycap', 'mynetstat', 'mylsof')
SECTIONS = ('NAME', 'SYNOPSIS', 'DESCRIPTION', 'EXIT STATUS', 'EXAMPLES', 'SEE ALSO')


def lint(path):
    """What mandoc complains of; the style of a missing .Os version or a cross reference elsewhere is no fault."""
    result = nd.run(['mandoc', '-Tlint', '-W', 'warning', path])
    return result.out + result.err


def page(tool):
    return nd.ROOT / 'man' / f'{tool}.8'


class ManPages(unittest.TestCase):
    def test_mandoc_accepts_them(self):
        nd.require_program('mandoc')
        for tool in TOOLS:
            with self.subTest(tool):
                self.assertEqual(lint(page(tool)), '')

    def test_mandoc_refuses_a_bad_one(self):
        nd.require_program('mandoc')
        bad = nd.temporary_folder(self) / 'bad.8'
        bad.write_text('.Dd November 22, 2026\n.Dt BAD 8\n.Os\n.Sh NAME\n.Nm bad\n.Nd bad\n.Bl -tag\n.It Fl x\n')
        self.assertNotEqual(lint(bad), '')

    def test_they_describe_the_options_of_the_help(self):
        for tool in TOOLS:
            with self.subTest(tool):
                told = options_in_help(nd.run([nd.tool(tool), '--help']).out)
                described = options_in_man(page(tool).read_text())
                self.assertEqual(sorted(told - described), [], 'in --help, not in the man page')
                self.assertEqual(sorted(described - told), [], 'in the man page, not in --help')

    def test_they_have_the_usual_sections(self):
        for tool in TOOLS:
            text = page(tool).read_text()
            for section in SECTIONS:
                with self.subTest(tool=tool, section=section):
                    self.assertIn(f'\n.Sh {section}\n', text)


class Readers(unittest.TestCase):
    def test_options_are_read_from_a_help(self):
        text = 'Usage: x\n  -c, --count N   text -q\n      --json\n  --opt[=X]  a\n  HOST  b\n'
        self.assertEqual(options_in_help(text), {'-c', '--count', '--json', '--opt'})

    def test_options_are_read_from_a_man_page(self):
        text = ('.Bl -tag\n.It Fl c Ar count , Fl -count Ns = Ns Ar count\nText with\n.Fl z\n.It Xo\n.Fl a |\n.Fl -all\n.Xc\n'
                '.It Fl -json\n.It Ar host\n.El\n')
        self.assertEqual(options_in_man(text), {'-c', '--count', '-a', '--all', '--json'})
