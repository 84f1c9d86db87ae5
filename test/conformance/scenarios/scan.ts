/** SCAN: whole iterations are collected by SCAN with a COUNT that spans everything; cursors themselves may differ. */
import { group, pipeline, type Step, type StepLike, sorted, step } from '../scenario.ts';

const NAMES = Array.from({ length: 50 }, (_, i) => `key:${i}`);
const FILL = ['MSET', ...NAMES.flatMap((name) => [name, 'v']), 'other', '1', 'other:2', '2'];

/** Elements compared in any order, the cursor too: for iterations that end at once. */
const whole = (command: string): Step => ({ ...step(command), verb: { kind: 'sorted', deep: true } });

export default group('scan', {
  'a whole iteration': [
    FILL,
    whole('SCAN 0 COUNT 100000'),
    whole('SCAN 0 COUNT 100000 MATCH key:*'),
    whole('SCAN 0 MATCH other* COUNT 100000'),
    whole('SCAN 0 MATCH nothing COUNT 100000'),
    whole('SCAN 0 COUNT 100000 TYPE string'),
    whole('SCAN 0 COUNT 100000 TYPE STRING'),
    whole('SCAN 0 COUNT 100000 TYPE list'),
    whole('SCAN 0 COUNT 100000 TYPE nosuchtype'),
    whole('SCAN 0 COUNT 100000 TYPE string MATCH key:1?'),
    whole('SCAN 0 COUNT 100000 COUNT 200000 MATCH a* MATCH key:4*'),
    whole('SCAN 0 COUNT 100000 MATCH "key:[12]"'),
    whole('scan 0 count 100000 match key:3 type string'),
  ],
  empty: ['SCAN 0', 'SCAN 0 COUNT 1', 'SCAN 0 MATCH x', 'SCAN 0 TYPE string'],
  errors: [
    'SCAN',
    'SCAN abc',
    'SCAN -1',
    'SCAN 1.5',
    'SCAN ""',
    'SCAN " 0"',
    'SCAN 00',
    'SCAN 18446744073709551616',
    'SCAN 99999999999999999999999',
    'SCAN 0 COUNT',
    'SCAN 0 COUNT 0',
    'SCAN 0 COUNT -1',
    'SCAN 0 COUNT abc',
    'SCAN 0 COUNT 1.5',
    'SCAN 0 COUNT 9223372036854775808',
    'SCAN 0 MATCH',
    'SCAN 0 TYPE',
    'SCAN 0 FOO',
    'SCAN 0 FOO x',
    'SCAN 0 NOVALUES',
    'SCAN 0 COUNT 10 x',
    'SCAN abc COUNT 0',
    'SCAN 0 COUNT 0 FOO x',
  ],
  'other databases': ['SET a 1', 'SELECT 1', 'SCAN 0', 'SET b 1', 'SCAN 0', 'SELECT 0', 'SCAN 0'],
  'dead keys are not returned': [
    'SET live 1',
    'DEBUG SET-ACTIVE-EXPIRE 0',
    'SET dead 1 PX 1',
    ...Array.from({ length: 3 }, (): StepLike => 'PING'),
    sorted('KEYS live*'),
    { ...step('PING'), kind: 'pause', ms: 30, replies: 0, label: '30 ms pass' },
    whole('SCAN 0 COUNT 1000'),
    sorted('KEYS *'),
    'DEBUG SET-ACTIVE-EXPIRE 1',
  ],
  'a cursor of another iteration is accepted': [
    FILL,
    pipeline('SCAN 0 COUNT 100000 MATCH none', 'SCAN 0 COUNT 100000 MATCH none TYPE hash'),
  ],
});
