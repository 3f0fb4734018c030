"""A registry and the files of its room agree: what a file defines is reached from elsewhere, and what is declared is
defined. A protocol, a view or a kind of descriptor that nobody can reach would look done and never run."""

import json
import re
import unittest

import nd
import tree

# The room and the type of the constants that its files define.
ROOMS = {'capture/dissect': 'Dissector', 'netstat/views': 'View', 'lsof/fdtypes': 'FdType'}


def faults(root, room, kind):
    defined, declared = {}, {}
    for path, text in tree.sources(root, (room,)):
        for extern, name in re.findall(rf'^(extern )?const(?:expr|init)? {kind} (k\w+)', text, re.MULTILINE):
            (declared if extern and path.suffix == '.h' else defined).setdefault(name, path)
    found = []
    for name, path in sorted(defined.items()):
        if name not in declared:
            found.append(f'{path}: {name} is declared in no header of {room}')
        users = [other for other, text in tree.sources(root, (room.split('/')[0],), ('.cpp',))
                 if other != path and re.search(rf'\b{name}\b', text)]
        if not users:
            found.append(f'{path}: {name} is reached from nowhere: it lacks its line in {room}/registry.cpp')
    found += [f'{path}: {name} is declared but not defined' for name, path in sorted(declared.items())
              if name not in defined]
    if not defined:
        found.append(f'{room}: no {kind} is defined')
    return found


class Registries(unittest.TestCase):
    maxDiff = None

    def test_the_tree(self):
        for room, kind in ROOMS.items():
            with self.subTest(room):
                self.assertEqual('\n'.join(faults(nd.ROOT, room, kind)), '')

    def test_the_schema_knows_the_kinds_of_files_and_nobody_writes_them_anew(self):
        names = re.findall(r'k\w+ = "(\w+)"', (nd.ROOT / 'lsof' / 'kind_names.h').read_text())
        schema = json.loads((nd.ROOT / 'man' / 'mylsof.schema.json').read_text())
        self.assertEqual(schema['$defs']['kind']['enum'], names)
        self.assertEqual([f'{path}: {line}' for path, text in tree.sources(nd.ROOT, ('lsof',))
                          for line in re.findall(r'.*\bkind [!=]?= "\w.*', text)], [])

    def planted(self, **files):
        return faults(tree.plant(nd.temporary_folder(self), {f'room/{name.replace("_", ".")}': text
                                                             for name, text in files.items()}), 'room', 'View')

    def test_a_complete_room_has_no_faults(self):
        self.assertEqual(self.planted(all_h='extern const View kA;\n', a_cpp='const View kA{1};\n', registry_cpp='&kA\n'), [])

    def test_a_view_without_its_line_is_found(self):
        found = self.planted(all_h='extern const View kA;\n', a_cpp='const View kA{1};\n', registry_cpp='\n')
        self.assertEqual(found, ['room/a.cpp: kA is reached from nowhere: it lacks its line in room/registry.cpp'])

    def test_a_view_that_is_not_declared_is_found(self):
        self.assertEqual(len(self.planted(a_cpp='const View kA{1};\n', registry_cpp='&kA\n')), 1)

    def test_a_line_without_its_view_is_found(self):
        found = self.planted(all_h='extern const View kA;\nextern const View kB;\n', a_cpp='const View kA{1};\n',
                             registry_cpp='&kA, &kB\n')
        self.assertEqual(found, ['room/all.h: kB is declared but not defined'])
