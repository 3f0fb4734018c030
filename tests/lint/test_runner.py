"""The runner and the support module themselves: what fails is reported, what is skipped is named, nothing hangs."""

import sys
import unittest

import nd

RUNNER = str(nd.TESTS / 'support' / 'runner.py')


class Runner(unittest.TestCase):
    def run_text(self, text, *options):
        path = nd.temporary_folder(self) / 'test_planted.py'
        path.write_text('import unittest\nimport nd\n' + text)
        return nd.run([RUNNER, path, *options])

    def one_test(self, body):
        return self.run_text(f'class T(unittest.TestCase):\n    def test_it(self):\n        {body}\n')

    def test_a_passing_file(self):
        self.assertEqual(self.one_test('pass').status, 0)

    def test_a_failing_file(self):
        self.assertEqual(self.one_test('self.fail()').status, 1)

    def test_a_file_without_tests_fails(self):
        self.assertEqual(self.run_text('').status, 1)

    def test_a_file_that_does_not_load_fails(self):
        self.assertEqual(self.run_text('import no_such_module').status, 1)

    def test_a_skipped_file_says_why(self):
        result = self.run_text("nd.require_program('no-such-program')")
        self.assertEqual(result.status, 77)
        self.assertIn('test_planted: needs the program no-such-program', result.out)

    def test_a_skipped_test_says_why(self):
        result = self.one_test("nd.skip('for a reason')")
        self.assertEqual(result.status, 77)
        self.assertRegex(result.out, r'skipped: .*test_it.*: for a reason')

    def test_a_sanitizer_report_fails_a_test_that_passes(self):
        result = self.one_test("nd.run(['sh', '-c', 'p=${ASAN_OPTIONS#log_path=}; echo bad > ${p%%:*}.1'])")
        self.assertEqual(result.status, 1)
        self.assertIn('sanitizer report asan.1:\nbad', result.err)


class Support(unittest.TestCase):
    def test_run_gives_status_output_and_error(self):
        self.assertEqual(nd.run(['sh', '-c', 'cat; echo no >&2; exit 3'], input='yes'), (3, 'yes', 'no\n'))

    def test_a_run_past_its_time_fails(self):
        with self.assertRaisesRegex(AssertionError, 'did not end within'):
            nd.run(['sleep', '60'], timeout=0.1)

    def test_the_environment_can_be_changed(self):
        self.assertEqual(nd.run(['sh', '-c', 'echo $TZ$X'], env={'TZ': None, 'X': 'x'}).out, 'x\n')

    def test_a_process_is_waited_for_by_its_output(self):
        with nd.popen([sys.executable, '-c', 'import time; print("ready", flush=True); time.sleep(60)']) as process:
            self.assertEqual(process.wait_for('rea(dy)').group(1), 'dy')
            self.assertEqual(process.interrupt().status, -2)

    def test_a_process_that_never_says_it_fails(self):
        with nd.popen(['echo', 'no']) as process, self.assertRaisesRegex(AssertionError, "no 'yes' in stdout"):
            process.wait_for('yes')

    def test_another_user_can_be_taken(self):
        nd.require_root()
        self.assertEqual(nd.run(['id', '-un'], user='nobody').out, 'nobody\n')

    def test_different_outputs_are_shown_as_a_diff(self):
        with self.assertRaisesRegex(AssertionError, r'-b\n\+a'):
            nd.assert_same(nd.Result(0, 'a\n', ''), nd.Result(0, 'b\n', ''))
        with self.assertRaisesRegex(AssertionError, 'exit status 1, the peer 0'):
            nd.assert_same(nd.Result(1, '', ''), nd.Result(0, '', ''))
        nd.assert_same('a 1\n', 'a 2\n', normalise=lambda text: text.replace('2', '1'))

    def test_a_missing_last_newline_is_a_difference(self):
        with self.assertRaises(AssertionError):
            nd.assert_same('a\n', 'a')
