#!/usr/bin/python3
"""Runs one test file: `runner.py FILE [unittest options]`. Exit status 0 passed, 77 skipped as a whole, 1 failed.

Every skip is printed as "skipped: NAME: REASON", which scripts/test gathers. Under a sanitizer build every report of
every program that ran is a failure, whatever became of that program's exit status and output.
"""

import importlib.util
import os
import pathlib
import shutil
import sys
import tempfile
import unittest

SUPPORT = pathlib.Path(__file__).resolve().parent
SKIPPED = 77


class Reports:
    """A folder that the sanitizers of all programs write to, as whatever user they run."""

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='nd-reports-'))
        self.folder.chmod(0o1777)
        for name, extra in (('ASAN', ':detect_stack_use_after_return=1'), ('UBSAN', ':print_stacktrace=1'), ('LSAN', ''),
                            ('TSAN', '')):
            os.environ[f'{name}_OPTIONS'] = f'log_path={self.folder}/{name.lower()}:exitcode=99{extra}'
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def complain(self):
        """Prints the reports; True when there are any."""
        found = [path for path in sorted(self.folder.iterdir()) if path.stat().st_size > 0]
        for path in found:
            print(f'sanitizer report {path.name}:\n{path.read_text(errors="replace")}', file=sys.stderr)
        return bool(found)


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def run_file(path, options):
    name = f'{path.parent.name}.{path.stem}'
    try:
        module = load(path)
    except unittest.SkipTest as reason:
        print(f'skipped: {name}: {reason}')
        return SKIPPED
    program = unittest.main(module=module, argv=[str(path), *options], exit=False, verbosity=2)
    result = program.result
    for test, reason in result.skipped:
        print(f'skipped: {name}: {test}: {reason}')
    if not result.wasSuccessful():
        return 1
    if result.testsRun == 0 and not result.skipped:
        print(f'{name} holds no test', file=sys.stderr)
        return 1
    passed = result.testsRun - len(result.skipped)
    return 0 if passed > 0 else SKIPPED


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.path.insert(0, str(SUPPORT))
    sys.dont_write_bytecode = True
    with Reports() as reports:
        status = run_file(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:])
        if reports.complain():
            status = 1
    sys.stdout.flush()
    return status


if __name__ == '__main__':
    sys.exit(main())
