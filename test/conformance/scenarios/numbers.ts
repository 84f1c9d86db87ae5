/** How numbers may be spelt: each command family reads them in its own way. */
import { group, type StepLike } from '../scenario.ts';

const DOUBLES: readonly string[] = [
  '1',
  '+1',
  '" 1"',
  '"1 "',
  '0x10',
  '1e400',
  '-1e400',
  '1e5000',
  'inf',
  '-Infinity',
  'nan',
  '.5',
  '5.',
  '.',
  '1e',
  '1E5',
  '""',
  '-',
  '1_0',
  '00001',
  '-0',
  '-0.0',
  '9'.repeat(400),
  '1.7976931348623159e308',
];

const each = (steps: (text: string, i: number) => StepLike[]): StepLike[] => DOUBLES.flatMap(steps);

export default group(
  'numbers',
  {
    'scores and increments': each((text, i) => [
      `ZADD z${i} ${text} a`,
      `ZSCORE z${i} a`,
      `ZINCRBY y${i} ${text} a`,
      `INCRBYFLOAT n${i} ${text}`,
      `HINCRBYFLOAT h${i} f ${text}`,
    ]),
    'bounds and weights': ['ZADD z 1 a 10 b 16 c', ...each((text) => [`ZCOUNT z ${text} +inf`])],
    weights: ['ZADD z 2 a', ...each((text) => [`ZUNION 1 z WEIGHTS ${text} WITHSCORES`])],
    sorted: each((text, i) => [`RPUSH l${i} ${text} 1`, `SORT l${i}`]),
    'sorted by': ['RPUSH l a b', ...each((text) => [`MSET w_a ${text} w_b 1`, 'SORT l BY w_*'])],
    'numbers that scripts hand to commands':
      '0.1 1/3 1e15+0.5 1e18 1e19 -1e19 1e21 1e-7 1e-4 1.5e300 5e-324 2^53 2^62 2^63 -2^63 0/0 1/0 -1/0 -0 123456.789'
        .split(' ')
        .map((number) => ['EVAL', `redis.call('SET','a',${number}) return redis.call('GET','a')`, '0']),
    'times to wait': [
      `RPUSH l ${DOUBLES.map(() => 'x').join(' ')}`,
      ...each((text) => (text === '-1e400' ? [] : [`BLPOP l ${text}`])),
    ],
    'counts of random elements': [
      'ZADD z 1 a',
      'HSET h a 1',
      'SADD s a',
      ...[
        '-9223372036854775808',
        '9223372036854775807',
        '4611686018427387904',
        '-4611686018427387905',
        '0',
        '-2',
      ].flatMap((count): StepLike[] => [
        ...(count === '-4611686018427387905'
          ? []
          : [`ZRANDMEMBER z ${count}`, `HRANDFIELD h ${count}`, `SRANDMEMBER s ${count}`]),
        `ZRANDMEMBER z ${count} WITHSCORES`,
        `HRANDFIELD h ${count} WITHVALUES`,
      ]),
    ],
  },
  ['zset', 'hash', 'list', 'set', 'sort', 'script'],
);
