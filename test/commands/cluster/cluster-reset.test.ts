import { expect, it } from 'vitest';
import clusterReset from '../../../src/commands/cluster/cluster-reset.ts';
import { testCommand } from '../../helpers/command-cases.ts';
import { startInProcess } from '../../helpers/in-process.ts';

const DISABLED = '(error) ERR This instance has cluster support disabled';

testCommand(clusterReset, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER RESET more', DISABLED],
    ['cluster reset', DISABLED],
    ['CLUSTER', "(error) ERR wrong number of arguments for 'cluster' command"],
    ['CLUSTER foo', "(error) ERR unknown subcommand 'foo'. Try CLUSTER HELP."],
  ],
});

it('is refused for what it is in scripts, and in transactions before they run', async () => {
  const server = await startInProcess();
  const ask = (request: string | string[]): string => server.ask(request);
  const call = (...words: string[]): string => ask(['EVAL', 'return redis.pcall(unpack(ARGV)).err', '0', ...words]);
  expect(call('CLUSTER', 'RESET')).toBe('"ERR This Redis command is not allowed from script"');
  expect(call('CLUSTER', 'INFO')).toBe('"ERR This instance has cluster support disabled"');
  expect(call('CLUSTER', 'INFO', 'x')).toBe('"ERR Wrong number of args calling Redis command from script"');
  expect(call('CLUSTER', 'FOO')).toBe('"ERR Unknown Redis command called from script"');
  for (const [request, reply] of [
    ['CLUSTER FOO', "(error) ERR unknown subcommand 'FOO'. Try CLUSTER HELP."],
    ['CLUSTER INFO x', "(error) ERR wrong number of arguments for 'cluster|info' command"],
    ['COMMAND FOO', "(error) ERR unknown subcommand 'FOO'. Try COMMAND HELP."],
  ] as const) {
    ask('MULTI');
    expect(ask(request)).toBe(reply);
    expect(ask('EXEC')).toMatch(/^\(error\) EXECABORT/);
  }
  ask('MULTI');
  expect(ask('CLUSTER RESET')).toBe('QUEUED');
  expect(ask('EXEC')).toBe(`1) ${DISABLED}`);
});
