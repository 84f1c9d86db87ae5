import { describe, expect, it } from 'vitest';
import auth from '../../../src/commands/connection/auth.ts';
import { startThreads, testConnectionCommand } from '../../helpers/client-threads.ts';

testConnectionCommand(auth, {
  'without a password takes any, for the default user': [
    [
      'AUTH x',
      '(error) ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
    ],
    ['AUTH default ""', 'OK'],
    ['AUTH a b c', '(error) ERR syntax error'],
    ['AUTH', "(error) ERR wrong number of arguments for 'auth' command"],
  ],
});

describe('AUTH with a password', () => {
  const wrong = '(error) WRONGPASS invalid username-password pair or user is disabled.';
  const refused = '(error) NOAUTH Authentication required.';

  it('opens the commands to those who know it', async () => {
    const [thread] = await startThreads(1, ['--requirepass', 's\xe9cret']);
    const client = thread!.connect(2, '10.0.0.2:5000', false);
    const ask = (...request: (string | Buffer)[]): string => thread!.ask(client, request);
    expect(ask('GET', 'k')).toBe(refused);
    expect(ask('AUTH', 'wrong')).toBe(wrong);
    expect(ask('AUTH', 'nobody', Buffer.from('s\xe9cret'))).toBe(wrong);
    expect(ask('AUTH', '')).toBe(wrong);
    expect(ask('GET', 'k')).toBe(refused);
    expect(ask('AUTH', Buffer.from('s\xe9cret'))).toBe('OK');
    expect(ask('GET', 'k')).toBe('(nil)');
    expect(ask('AUTH', 'wrong')).toBe(wrong);
    expect(ask('GET', 'k')).toBe('(nil)');
    expect(ask('AUTH', 'default', Buffer.from('s\xe9cret'))).toBe('OK');
  });

  it('is not wanted any more once the password is taken away', async () => {
    const [thread] = await startThreads(1, ['--requirepass', 'secret']);
    const client = thread!.connect(2, '10.0.0.2:5000', false);
    expect(thread!.ask(client, 'PING')).toBe(refused);
    thread!.server.call.settings.set([['requirepass', '']]);
    expect(thread!.ask(client, 'PING')).toBe('PONG');
    thread!.server.call.settings.set([['requirepass', 'other']]);
    expect(thread!.ask(client, 'PING')).toBe(refused);
  });
});
