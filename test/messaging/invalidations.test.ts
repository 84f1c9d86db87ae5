import { beforeEach, expect, it } from 'vitest';
import { ChannelTable, KEY_PREFIX } from '../../src/messaging/channel-table.ts';
import { createClientMemory } from '../../src/messaging/client-memory.ts';
import { Doorbells } from '../../src/messaging/doorbell.ts';
import { Inboxes, MAX_RECORD } from '../../src/messaging/inbox.ts';
import {
  BY_SCRIPT,
  changerOf,
  Invalidations,
  readInvalidation,
  type TakeInvalidation,
  TELL_ALL,
  TELL_KEY,
  TELL_PREFIXES,
} from '../../src/messaging/invalidations.ts';
import { Outbox } from '../../src/messaging/outbox.ts';
import { groupOf } from '../../src/store/observers/tracked-keys.ts';

type Told = [what: number, group: number, bits: number, key: string];
let shared: SharedArrayBuffer;
let inboxes: Inboxes;
let invalidations: Invalidations;

beforeEach(() => {
  shared = createClientMemory(3);
  inboxes = new Inboxes(shared);
  invalidations = new Invalidations(shared, 0, 3, new Outbox(inboxes, new Doorbells(shared)));
});

function taken(): Told[] {
  const told: Told[] = [];
  invalidations.take((what, group, bits, key, start, end) =>
    told.push([what, group, bits, key.toString('latin1', start, end)]),
  );
  return told;
}

function received(thread: number): Told[] {
  const told: Told[] = [];
  inboxes.drain(thread, (_kind, record) =>
    readInvalidation(record, (what, group, bits, key, start, end) =>
      told.push([what, group, bits, key.toString('latin1', start, end)]),
    ),
  );
  return told;
}

const say = (text: string): [Buffer, number, number] => [Buffer.from(`..${text}`), 2, text.length];

it('who begins to track in a transaction that has emptied a database can be told what comes behind that only', () => {
  const early: Told[] = [];
  const takeAll = (): void =>
    invalidations.takeAll((what, group, bits, key, start, end) =>
      early.push([what, group, bits, key.toString('latin1', start, end)]),
    );
  invalidations.key(groupOf(0, 1), 2, Buffer.from('key'), 0, 3);
  takeAll();
  expect(early).toEqual([]);
  invalidations.all();
  takeAll();
  expect(early).toEqual([
    [TELL_KEY, groupOf(0, 1), 2, 'key'],
    [TELL_ALL, 0, 0, ''],
  ]);
  expect(taken()).toEqual([]);
});

it('keeps what concerns its own thread, and sends the rest on its way at once', () => {
  invalidations.key(groupOf(0, 5), 32, ...say('mine'));
  invalidations.key(groupOf(2, 70), 64, ...say('theirs'));
  expect(received(2)).toEqual([[TELL_KEY, groupOf(2, 70), 64, 'theirs']]);
  expect(received(1)).toEqual([]);
  expect(taken()).toEqual([[TELL_KEY, groupOf(0, 5), 32, 'mine']]);
  expect(taken()).toEqual([]);
});

it('says whose command, which had waited, made a change', () => {
  new ChannelTable(shared).add(KEY_PREFIX, Buffer.from(''), 0);
  const change = (key: string): void => {
    invalidations.key(groupOf(0, 1), 2, ...say(key));
    invalidations.key(groupOf(1, 1), 2, ...say(key));
    invalidations.any(...say(key), false);
  };
  const who: string[] = [];
  const note: TakeInvalidation = (what, _group, _bits, key, start, end, served) =>
    who.push(`${what} ${key.toString('latin1', start, end)} ${served}`);
  change('a');
  for (const [slot, key] of [
    [0, 'b'],
    [7, 'c'],
    [-1, 'd'],
  ] as const) {
    invalidations.servedSlot = slot;
    change(key);
  }
  invalidations.take(note);
  change('e');
  invalidations.take(note);
  expect(who).toEqual([
    ...['0 a -1', '0 b 0', '0 c 7', '0 d -1', '1 a -1', '1 b 0', '1 c 7', '1 d -1'],
    ...['0 e -1', '1 e -1'],
  ]);
  who.length = 0;
  inboxes.drain(1, (_kind, record) => readInvalidation(record, note));
  expect(who).toEqual(['0 a -1', '0 b 0', '0 c 7', '0 d -1', '0 e -1']);
});

it('sends changed keys to the threads that listen for their prefixes', () => {
  const table = new ChannelTable(shared);
  table.add(KEY_PREFIX, Buffer.from('user:'), 1);
  table.add(KEY_PREFIX, Buffer.from('us'), 0);
  for (const key of ['user:1', 'use', 'item:1']) invalidations.any(...say(key), false);
  expect(received(1)).toEqual([[TELL_PREFIXES, 0, 0, 'user:1']]);
  expect(taken().map(([what, , , key]) => [what, key])).toEqual([
    [TELL_PREFIXES, 'user:1'],
    [TELL_PREFIXES, 'use'],
  ]);
  table.remove(KEY_PREFIX, Buffer.from('user:'), 1);
  invalidations.any(...say('user:1'), false);
  expect(received(1)).toEqual([]);
  table.add(KEY_PREFIX, Buffer.from('user:'), 1);
  invalidations.any(...say('user:1'), true);
  expect(received(1)).toEqual([[TELL_PREFIXES, 0, BY_SCRIPT, 'user:1']]);
  expect(received(1)).toEqual([]);
});

it('tells everybody of a flush once, however many databases it empties', () => {
  for (let db = 0; db < 16; db++) invalidations.all();
  expect(taken()).toEqual([[TELL_ALL, 0, 0, '']]);
  for (const thread of [1, 2]) expect(received(thread)).toEqual([[TELL_ALL, 0, 0, '']]);
  invalidations.all();
  expect(taken()).toHaveLength(1);
});

it('a key that is larger than a record makes its trackers forget everything', () => {
  invalidations.key(groupOf(1, 0), 1, Buffer.alloc(MAX_RECORD), 0, MAX_RECORD);
  expect(received(1)).toEqual([[TELL_ALL, groupOf(1, 0), 1, '']]);
});

it('says whose change it is where that one is served', () => {
  invalidations.actFor(2, 70);
  invalidations.key(groupOf(2, 5), 32, ...say('a'));
  invalidations.key(groupOf(1, 5), 32, ...say('a'));
  invalidations.actFor();
  invalidations.key(groupOf(2, 5), 32, ...say('b'));
  const changers = (thread: number): number[] => {
    const found: number[] = [];
    inboxes.drain(thread, (_kind, record) => found.push(changerOf(record)));
    return found;
  };
  expect(changers(2)).toEqual([70, -1]);
  expect(changers(1)).toEqual([-1]);
});
