/** SET and GETEX: every set of options, in every order that can matter, on a missing, a plain and a volatile key. */
import { aboutEqual, group, type Step, type StepLike } from '../scenario.ts';

const SOON_S = Math.floor(Date.now() / 1000) + 5_000;
const SET_OPTIONS = ['NX', 'XX', 'GET', 'KEEPTTL', 'EX 100', 'PX 100000', `EXAT ${SOON_S}`, `PXAT ${SOON_S}000`];
const GETEX_OPTIONS = ['PERSIST', 'EX 100', 'PX 100000', `EXAT ${SOON_S}`, `PXAT ${SOON_S}000`];

/** What the key is before. */
const BEFORE: Readonly<Record<string, StepLike>> = {
  missing: 'DEL k',
  plain: 'SET k old',
  volatile: 'SET k old EX 5000',
};

function choose(options: readonly string[], most: number): string[][] {
  const out: string[][] = [[]];
  const grow = (chosen: string[]): void => {
    for (const option of options) {
      if (chosen.includes(option)) continue;
      const next = [...chosen, option];
      out.push(next);
      if (next.length < most) grow(next);
    }
  };
  grow([]);
  return out;
}

/** Beyond 2^53 ms, in some 285,000 years, our times are multiples of 1,024 ms: the sum and the difference are rounded. */
const ttl: Step = aboutEqual(1_500 + 1_024, 'PTTL k');

/** One scenario for each first option, so that a failure is named. */
function allCombinations(command: string, options: readonly string[], most: number): Record<string, StepLike[]> {
  const out: Record<string, StepLike[]> = {};
  for (const [state, make] of Object.entries(BEFORE)) {
    for (const chosen of choose(options, most)) {
      const title = `${command} ${chosen[0] ?? 'alone'} … on a ${state} key`;
      const steps = out[title] ?? [];
      out[title] = steps;
      steps.push(make, `${command} ${chosen.join(' ')}`, 'GET k', ttl);
    }
  }
  return out;
}

const BAD_TIMES = [
  '0',
  '-1',
  '-100',
  'abc',
  '""',
  '1.5',
  '" 10"',
  '"10 "',
  '+10',
  '010',
  '9223372036854775807',
  '9223372036854775808',
  '-9223372036854775808',
  '9223372036854775',
  '9223372036854776',
  '9223370000000000',
  '99999999999999999999999',
];

export default group('strings options', {
  ...allCombinations('SET k new', SET_OPTIONS, 3),
  ...allCombinations('GETEX k', GETEX_OPTIONS, 2),
  'SET with bad times': ['EX', 'PX', 'EXAT', 'PXAT'].flatMap((unit) =>
    BAD_TIMES.flatMap((time) => [`SET k v ${unit} ${time}`, 'GET k', ttl, 'DEL k']),
  ),
  'GETEX with bad times': ['EX', 'PX', 'EXAT', 'PXAT'].flatMap((unit) =>
    BAD_TIMES.flatMap((time) => ['SET k v', `GETEX k ${unit} ${time}`, 'GET k', ttl, `GETEX missing ${unit} ${time}`]),
  ),
  'SET with bad syntax': [
    'SET k v EX',
    'SET k v PX',
    'SET k v EXAT',
    'SET k v FOO',
    'SET k v NX FOO',
    'SET k v EX 10 EX 20',
    'SET k v NX NX',
    'SET k v XX XX',
    'SET k v GET GET',
    'SET k v KEEPTTL KEEPTTL',
    'SET k v ex 10 nx',
    'SET k v Ex 10 Get',
    'SET k v GET EX',
    'SET k v EX NX',
    'SET k v ""',
    'SET k v E 10',
    'SET k v EXX 10',
    'SET k v PERSIST',
    'GET k',
  ],
  'SET in the past': [
    'SET k old',
    'SET k v EXAT 1',
    'GET k',
    'EXISTS k',
    'SET k v PXAT 1',
    'GET k',
    'SET k v PXAT 1 GET',
    'SET k old',
    'SET k v PXAT 1 GET',
    'EXISTS k',
    'SET k v EXAT 1 NX',
    'EXISTS k',
    'DBSIZE',
  ],
  'GETEX with bad syntax': [
    'SET k v',
    'GETEX',
    'GETEX k FOO',
    'GETEX k EX',
    'GETEX k EX 10 PX 10',
    'GETEX k PERSIST EX 10',
    'GETEX k EX 10 PERSIST',
    'GETEX k PERSIST PERSIST',
    'GETEX k KEEPTTL',
    'GETEX k NX',
    'GETEX k GET',
    'GETEX missing FOO',
    'GETEX missing',
    'GETEX missing EX 100',
    'EXISTS missing',
    'TTL k',
  ],
  'GETEX in the past deletes': [
    'SET k v',
    'GETEX k EXAT 1',
    'EXISTS k',
    'SET k v',
    'GETEX k PXAT 1',
    'EXISTS k',
    'DBSIZE',
  ],
});
