import { expect, it } from 'vitest';
import zrandmember from '../../../src/commands/sorted-set/zrandmember.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(
  zrandmember,
  {
    'of few': [
      ['ZRANDMEMBER missing', '(nil)'],
      ['ZRANDMEMBER missing 3', '(empty array)'],
      ['ZADD one 1.5 m', '(integer) 1'],
      ['ZRANDMEMBER one', '"m"'],
      ['ZRANDMEMBER one 5', '1) "m"'],
      ['ZRANDMEMBER one -3 WITHSCORES', ['1) "m"', '2) "1.5"', '3) "m"', '4) "1.5"', '5) "m"', '6) "1.5"']],
      ['ZRANDMEMBER one 0', '(empty array)'],
    ],
    'refuses what does not fit': [
      ['ZADD z 1 a 2 b 3 c 4 d 5 e', '(integer) 5'],
      ['ZRANDMEMBER z abc', '(error) ERR value is not an integer or out of range'],
      ['ZRANDMEMBER z 1 FOO', '(error) ERR syntax error'],
      ['ZRANDMEMBER z 1 WITHSCORES x', '(error) ERR syntax error'],
      [
        'ZRANDMEMBER z -9223372036854775808',
        '(error) ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807',
      ],
      ['ZRANDMEMBER z -9223372036854775807 WITHSCORES', '(error) ERR value is out of range'],
      ['ZRANDMEMBER z -4611686018427387904 WITHSCORES', '(error) ERR value is out of range'],
      ['ZRANDMEMBER z 4611686018427387904 WITHSCORES', '(error) ERR value is out of range'],
      ['ZRANDMEMBER z -4611686018427387903 WITHSCORES', '(error) ERR value is out of range'],
      ['ZRANDMEMBER z -16777217', '(error) ERR value is out of range'],
      ['ZRANDMEMBER missing -9223372036854775807', '(empty array)'],
      ['SET s v', 'OK'],
      ['ZRANDMEMBER s', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
      ['ZRANDMEMBER s 1', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ],
  },
  (server) => {
    it('chooses each member about as often as any other, and different ones with a count', () => {
      server().ask(['ZADD', 'z', ...Array.from({ length: 200 }, (_, i) => [i, `m${i}`]).flat()]);
      const times = new Map<string, number>();
      for (let i = 0; i < 400; i++) {
        const reply = server().send('ZRANDMEMBER z 20');
        if (reply.type !== 'array') throw new Error(reply.type);
        const members = reply.value.map((item) => (item.type === 'bulk' ? item.value.toString() : ''));
        expect(new Set(members).size).toBe(20);
        for (const member of members) times.set(member, (times.get(member) ?? 0) + 1);
      }
      expect(times.size).toBe(200);
      expect(Math.max(...times.values())).toBeLessThan(85);
    });
  },
);
