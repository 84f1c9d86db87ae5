import { expect, it } from 'vitest';
import zscan from '../../../src/commands/sorted-set/zscan.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(
  zscan,
  {
    'gives small sets whole': [
      ['ZADD z 1 a 2 b 3 c 4 d 5 e', '(integer) 5'],
      [
        'ZSCAN z 0',
        [
          '1) "0"',
          '2) 1) "a"',
          '   2) "1"',
          '   3) "b"',
          '   4) "2"',
          '   5) "c"',
          '   6) "3"',
          '   7) "d"',
          '   8) "4"',
          '   9) "e"',
          '   10) "5"',
        ],
      ],
      ['ZSCAN z 0 MATCH [ab] COUNT 1', ['1) "0"', '2) 1) "a"', '   2) "1"', '   3) "b"', '   4) "2"']],
      ['ZSCAN z 0 MATCH nothing', ['1) "0"', '2) (empty array)']],
      ['ZSCAN missing 0', ['1) "0"', '2) (empty array)']],
    ],
    'gives scores of small sets as they are, of big ones with all digits': [
      ['ZADD small 0.1 a', '(integer) 1'],
      ['ZSCAN small 0', ['1) "0"', '2) 1) "a"', '   2) "0.1"']],
      [`ZADD big 0.1 a 7 ${'b'.repeat(65)}`, '(integer) 2'],
      ['ZSCAN big 0 MATCH a', ['1) "0"', '2) 1) "a"', '   2) "0.10000000000000001"']],
      ['ZSCAN big 0 MATCH b*', ['1) "0"', `2) 1) "${'b'.repeat(65)}"`, '   2) "7"']],
      ['ZADD big 1e17 a', '(integer) 0'],
      ['ZSCAN big 0 MATCH a', ['1) "0"', '2) 1) "a"', '   2) "1e+17"']],
      ['ZADD big 1e-5 a', '(integer) 0'],
      ['ZSCAN big 0 MATCH a', ['1) "0"', '2) 1) "a"', '   2) "1.0000000000000001e-05"']],
      ['ZADD big -inf a', '(integer) 0'],
      ['ZSCAN big 0 MATCH a', ['1) "0"', '2) 1) "a"', '   2) "-inf"']],
    ],
    'refuses what does not fit': [
      ['ZADD z 1 a 2 b 3 c 4 d 5 e', '(integer) 5'],
      ['ZSCAN z abc', '(error) ERR invalid cursor'],
      ['ZSCAN z 0 COUNT 0', '(error) ERR syntax error'],
      ['ZSCAN z 0 COUNT a', '(error) ERR value is not an integer or out of range'],
      ['ZSCAN z 0 NOSCORES', '(error) ERR syntax error'],
      ['ZSCAN z 0 NOVALUES', '(error) ERR NOVALUES option can only be used in HSCAN'],
      ['ZSCAN z 0 TYPE zset', '(error) ERR syntax error'],
      ['ZSCAN z 0 MATCH', '(error) ERR syntax error'],
      ['ZSCAN missing 0 COUNT a', ['1) "0"', '2) (empty array)']],
      ['SET s v', 'OK'],
      ['ZSCAN s 0', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
      ['ZSCAN s abc', '(error) ERR invalid cursor'],
    ],
  },
  (server) => {
    it('meets every member of a big set', () => {
      const pairs = Array.from({ length: 2_000 }, (_, i) => [i, `m${i}`]).flat();
      server().ask(['ZADD', 'big', ...pairs]);
      const met = new Set<string>();
      let cursor = '0';
      let calls = 0;
      do {
        const reply = server().send(`ZSCAN big ${cursor} COUNT 50`);
        if (reply.type !== 'array' || reply.value[0]?.type !== 'bulk' || reply.value[1]?.type !== 'array')
          throw new Error();
        cursor = reply.value[0].value.toString();
        const found = reply.value[1].value.map((item) => (item.type === 'bulk' ? item.value.toString() : ''));
        for (let i = 0; i < found.length; i += 2) {
          expect(found[i]).toBe(`m${found[i + 1]}`);
          met.add(found[i]!);
        }
        calls++;
      } while (cursor !== '0');
      expect(met.size).toBe(2_000);
      expect(calls).toBeGreaterThan(20);
    });
  },
);
