import { expect, it } from 'vitest';
import { toPlain } from '../../../protocol/resp/reply-parser.ts';
import slowlogGet from '../../../src/commands/server/slowlog-get.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(
  slowlogGet,
  {
    'refuses what is no count': [
      ['SLOWLOG GET -2', '(error) ERR count should be greater than or equal to -1'],
      ['SLOWLOG GET abc', '(error) ERR count should be greater than or equal to -1'],
      ['SLOWLOG Get 1 2', "(error) ERR unknown subcommand or wrong number of arguments for 'Get'. Try SLOWLOG HELP."],
    ],
  },
  (server) => {
    const entries = (count: string) =>
      (toPlain(server().send(`SLOWLOG GET ${count}`)) as unknown[][]).map(([, , , args, address, name]) => [
        args,
        address,
        name,
      ]);

    it('shows slow commands, the last one first, shortened', () => {
      server().client.name = 'me';
      server().ask('CONFIG SET slowlog-log-slower-than 0');
      server().dispatcher.timer.isExact = true;
      server().ask(['SET', 'k', 'x'.repeat(200)]);
      server().ask(['DEL', ...Array.from({ length: 40 }, (_, i) => i)]);
      server().ask('CONFIG SET slowlog-log-slower-than -1');
      server().dispatcher.timer.isExact = false;
      const [del, set] = entries('2');
      expect(set).toEqual([['SET', 'k', `${'x'.repeat(128)}... (72 more bytes)`], '127.0.0.1:1', 'me']);
      expect(del?.[0]).toHaveLength(32);
      expect((del![0] as string[]).at(-1)).toBe('... (10 more arguments)');
      expect(entries('-1').length).toBeGreaterThanOrEqual(2);
      expect(entries('0')).toEqual([]);
    });

    it('hides passwords', () => {
      server().ask('CONFIG SET slowlog-log-slower-than 0');
      server().ask('CONFIG SET requirepass secret timeout 0');
      server().ask('CONFIG SET slowlog-log-slower-than -1');
      server().ask(['CONFIG', 'SET', 'requirepass', '']);
      expect(entries('1')).toEqual([
        [['CONFIG', 'SET', 'requirepass', '(redacted)', 'timeout', '0'], '127.0.0.1:1', 'me'],
      ]);
    });
  },
);
