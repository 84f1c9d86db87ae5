import { expect, it } from 'vitest';
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import cacheCost from '../../../src/commands/cache/cache.cost.ts';
import { testCommand } from '../../helpers/command-cases.ts';
import type { InProcess } from '../../helpers/in-process.ts';
import { startAnalysed } from './report-fixture.ts';

function classOf(server: InProcess, key: string): number {
  server.ask(`GET ${key}`);
  return server.store.records.costClass(server.store.peek(1 as ArgIndex));
}

testCommand(
  cacheCost,
  {
    'refuses what is no cost': [
      ['CACHE.COST k', "(error) ERR wrong number of arguments for 'cache.cost' command"],
      ['CACHE.COST k dear', '(error) ERR value is not a valid float'],
      ['CACHE.COST k nan', '(error) ERR value is not a valid float'],
    ],
  },
  (server) => {
    it('marks the record with a class: ln(cost / cheapest), at most 7', () => {
      server().ask('SET k v');
      const classes = ['0', '1', '3', '20', '1000', '1e9'].map((ms) => {
        server().ask(`CACHE.COST k ${ms}`);
        return classOf(server(), 'k');
      });
      expect(classes).toEqual([0, 0, 1, 3, 7, 7]);
    });

    it('keeps the class when the value changes', () => {
      for (const request of ['SET k v', 'CACHE.COST k 20', 'SET k another-value', 'APPEND k more'])
        server().ask(request);
      expect(classOf(server(), 'k')).toBe(3);
    });
  },
);

it('counts the declared cost as saved by each hit', async () => {
  const { server, second } = await startAnalysed();
  server.ask('SET answer:1 text');
  server.ask('CACHE.COST answer:1 2500');
  for (let i = 0; i < 4; i++) server.ask('GET answer:1');
  second();
  const reply = server.ask('CACHE.STATS answer:');
  expect(reply).toMatch(/"saved_seconds"\n.*"10"/);
});
