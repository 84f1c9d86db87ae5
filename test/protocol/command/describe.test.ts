import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  describeNamed,
  documentCommands,
  listNames,
  namesInCategory,
  type Reply,
} from '../../../protocol/command/describe.ts';
import { CommandTable } from '../../../protocol/command/table.ts';
import { samples } from './sample-rows.ts';

const table = new CommandTable(samples);

/** Answers of redis-server 8.0.2, reduced to their structure: no summaries, no notes, no subcommands. */
const oracle = readFileSync(new URL('redis-8.0.2.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((text) => JSON.parse(text) as { name: string; info: unknown[]; arguments: unknown });

/** A reply as the oracle's file writes it: status and bulk strings alike. */
function plain(reply: Reply): unknown {
  if (reply === null || typeof reply !== 'object') return reply;
  if ('status' in reply) return reply.status;
  if ('set' in reply) return { set: reply.set.map(plain) };
  if ('pairs' in reply) return { map: reply.pairs.map(([field, value]) => [field, plain(value)]) };
  return reply.map(plain);
}

describe('COMMAND INFO and COMMAND DOCS', () => {
  it.each(oracle)('of $name are those of redis-server 8.0.2', ({ name, info, arguments: args }) => {
    const [mine] = plain(describeNamed(table, [name])) as unknown[][];
    expect([...mine!.slice(0, 9), { set: [] }]).toEqual(info);
    const docs = plain(documentCommands(table, [name])) as { map: [string, { map: [string, unknown][] }][] };
    expect(docs.map[0]![1].map.find(([field]) => field === 'arguments')?.[1] ?? null).toEqual(args);
  });
  it('covers every sample the oracle knows', () => {
    const known = new Set(oracle.map(({ name }) => name));
    expect(table.rows.map((row) => row.name).filter((name) => !known.has(name))).toEqual(['msetex']);
  });
  it('nests subcommands and answers null, or nothing, for an unknown name', () => {
    const [client, none] = plain(describeNamed(table, ['CLIENT', 'nosuch'])) as [unknown[], null];
    expect(none).toBe(null);
    expect((client[9] as unknown[][]).map((sub) => sub[0])).toEqual(['client|kill']);
    expect(plain(documentCommands(table, ['nosuch']))).toEqual({ map: [] });
    const text = JSON.stringify(plain(documentCommands(table, ['client'])));
    expect(text).toContain('"subcommands",{"map":[["client|kill"');
  });
});

describe('COMMAND LIST and ACL CAT', () => {
  it('list subcommands too', () => {
    expect(listNames(table)).toHaveLength(samples.length);
    expect(listNames(table, (row) => row.name.startsWith('client'))).toEqual(['client', 'client|kill']);
    expect(namesInCategory(table, 'GEO')).toEqual(['georadius']);
    expect(namesInCategory(table, 'nosuch')).toEqual([]);
  });
});
