import { expect, it } from 'vitest';
import slowlogReset from '../../../src/commands/server/slowlog-reset.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(slowlogReset, {}, (server) => {
  it('leaves nothing, and ids go on', () => {
    server().ask('CONFIG SET slowlog-log-slower-than 0');
    server().ask('CONFIG GET timeout');
    server().ask('CONFIG SET slowlog-log-slower-than -1');
    const before = Number(
      server()
        .ask('SLOWLOG GET 1')
        .match(/integer\) (\d+)/)?.[1],
    );
    expect(server().ask('SLOWLOG RESET')).toBe('OK');
    expect(server().ask('SLOWLOG LEN')).toBe('(integer) 0');
    server().ask('CONFIG SET slowlog-log-slower-than 0');
    server().ask('CONFIG SET slowlog-log-slower-than -1');
    expect(
      Number(
        server()
          .ask('SLOWLOG GET 1')
          .match(/integer\) (\d+)/)?.[1],
      ),
    ).toBe(before + 1);
  });
});
