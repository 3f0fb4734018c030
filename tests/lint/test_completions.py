"""The completion scripts are valid in their shells, offer every option of --help, and complete in a real bash."""

import re
import shutil
import unittest

import nd
from manual import options_in_help

TOOLS = ('myping', 'mycap', 'mynetstat', 'mylsof')


def script(tool, shell):
    result = nd.run([nd.tool(tool), '--completions', shell])
    assert result.status == 0, result.err
    return result.out


def complete_in_bash(text, tool, words):
    """What bash offers after `tool words…`, the last of which is being typed."""
    code = (f'{text}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _{tool} "$1" "${{!#}}"\n'
            'printf "%s\\n" "${COMPREPLY[@]}"')
    return nd.run(['bash', '-c', code, 'bash', tool, *words]).out.split('\n')[:-1]


class Completions(unittest.TestCase):
    def test_the_shells_accept_them(self):
        for shell in ('bash', 'zsh', 'fish'):
            if not shutil.which(shell):
                print(f'skipped: lint.test_completions: the syntax for {shell}: needs the program {shell}')
                continue
            for tool in TOOLS:
                with self.subTest(tool=tool, shell=shell):
                    path = nd.temporary_folder(self) / tool
                    path.write_text(script(tool, shell))
                    self.assertEqual(nd.run([shell, '-n', path]), (0, '', ''))

    def test_every_option_of_the_help_is_offered(self):
        for tool in TOOLS:
            for option in options_in_help(nd.run([nd.tool(tool), '--help']).out):
                with self.subTest(tool=tool, option=option):
                    self.assertRegex(script(tool, 'bash'), rf"[' ]{re.escape(option)}[' ]")
                    self.assertRegex(script(tool, 'zsh'), rf"'\*{re.escape(option)}[=+\-\[]")
                    fish = f"-s '{option[1:]}'" if len(option) == 2 else f'-l {option[2:]} '
                    self.assertIn(fish, script(tool, 'fish'))

    def test_the_help_of_each_tool_names_options(self):
        for tool in TOOLS:
            self.assertLessEqual({'--help', '--version', '--completions'},
                                 options_in_help(nd.run([nd.tool(tool), '--help']).out))

    def test_bash_completes_a_long_option(self):
        for tool in TOOLS:
            self.assertEqual(complete_in_bash(script(tool, 'bash'), tool, ['--vers']), ['--version'])

    def test_bash_completes_a_value(self):
        self.assertEqual(complete_in_bash(script('mycap', 'bash'), 'mycap', ['--completions', 'fi']), ['fish'])

    def test_all_is_a_namespace_where_it_may_be_given(self):
        for tool in ('myping', 'mycap', 'mynetstat'):
            with self.subTest(tool):
                offered = 'all' in complete_in_bash(script(tool, 'bash'), tool, ['--netns', 'al'])
                self.assertEqual(offered, tool == 'mynetstat')

    def test_bash_completes_a_file_with_a_blank(self):
        folder = nd.temporary_folder(self)
        (folder / 'a trace.pcap').touch()
        offered = complete_in_bash(script('mycap', 'bash'), 'mycap', ['-r', f'{folder}/a'])
        self.assertEqual(offered, [f'{folder}/a trace.pcap'])

    def test_nothing_is_offered_where_nothing_fits(self):
        self.assertEqual(complete_in_bash(script('mycap', 'bash'), 'mycap', ['--no-such']), [''])
