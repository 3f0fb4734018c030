"""The schemas of the four tools are valid JSON Schema, pinned to the draft, one definition a line type, and strict: a key
that is not described is refused."""

import copy
import json
import unittest

import nd

TOOLS = ('myping', 'mycap', 'mynetstat', 'mylsof')
DRAFT = 'https://json-schema.org/draft/2020-12/schema'


def load(tool):
    return json.loads((nd.ROOT / 'man' / f'{tool}.schema.json').read_text(encoding='utf-8'))


def branches(schema):
    """The definitions that the top-level oneOf lists, references followed."""
    for branch in schema.get('oneOf', []):
        while '$ref' in branch:
            target = schema
            for step in branch['$ref'].removeprefix('#/').split('/'):
                target = target[step]
            branch = target
        yield branch


def faults(schema):
    found = []
    if schema.get('$schema') != DRAFT:
        found.append('$schema is not draft 2020-12')
    types = []
    for branch in branches(schema):
        kind = branch.get('properties', {}).get('type', {})
        names = [kind['const']] if 'const' in kind else kind.get('enum', [])
        types += names
        if not names:
            found.append('a branch does not say its type')
        if 'type' not in branch.get('required', []):
            found.append(f'{names}: type is not required')
        if branch.get('additionalProperties', branch.get('unevaluatedProperties')) is not False:
            found.append(f'{names}: keys that are not described are let through')
    if not types:
        found.append('no oneOf by type')
    if len(types) != len(set(types)):
        found.append('two branches have the same type')
    return found


GOOD = {'$schema': DRAFT, 'oneOf': [{'$ref': '#/$defs/row'}],
        '$defs': {'row': {'properties': {'type': {'const': 'row'}}, 'required': ['type'], 'additionalProperties': False}}}


class Schemas(unittest.TestCase):
    def test_they_are_valid(self):
        for tool in TOOLS:
            with self.subTest(tool):
                nd.schema(tool)
                self.assertEqual(faults(load(tool)), [])

    def test_a_good_one_has_no_faults(self):
        self.assertEqual(faults(GOOD), [])

    def test_planted_faults_are_found(self):
        for name, change in (('draft', lambda s: s.pop('$schema')),
                             ('strict', lambda s: s['$defs']['row'].pop('additionalProperties')),
                             ('required', lambda s: s['$defs']['row'].pop('required')),
                             ('twice', lambda s: s['oneOf'].append(s['oneOf'][0]))):
            with self.subTest(name):
                schema = copy.deepcopy(GOOD)
                change(schema)
                self.assertEqual(len(faults(schema)), 1)
