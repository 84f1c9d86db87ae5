import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClientMemory, MAX_CLIENTS } from '../../src/messaging/client-memory.ts';
import { ClientRequests } from '../../src/messaging/client-requests.ts';
import { type ClientTexts, FLAG, REQUEST_KILL } from '../../src/messaging/client-row.ts';
import { ClientTable } from '../../src/messaging/client-table.ts';

const texts: ClientTexts = {
  address: '10.0.0.1:5000',
  localAddress: '127.0.0.1:6379',
  user: 'default',
  libName: 'lib',
  libVersion: '1.2.3',
  name: 'worker',
};

function start() {
  const shared = createClientMemory(2);
  return { shared, table: new ClientTable(shared), elsewhere: new ClientTable(shared) };
}

describe('client table', () => {
  it('shows a new client to other threads', () => {
    const { table, elsewhere } = start();
    const slot = table.add(7, 1, 33, 1000, texts);
    expect(elsewhere.list()).toEqual([
      {
        ...texts,
        slot,
        id: 7,
        thread: 1,
        fd: 33,
        createdMs: 1000,
        lastActiveMs: 1000,
        redirect: -1,
        db: 0,
        flags: 0,
        resp: 2,
        lastCommand: -1,
        queryBytes: 0,
        outputBytes: 0,
        channels: 0,
        patterns: 0,
        shardChannels: 0,
        queued: -1,
        watched: 0,
        argumentBytes: 0,
        queuedBytes: 0,
      },
    ]);
    expect(elsewhere.slotOf(7)).toBe(slot);
    expect(elsewhere.count).toBe(1);
  });

  it('shows what a batch changed', () => {
    const { table, elsewhere } = start();
    const slot = table.add(7, 1, 33, 1000, texts);
    table.update({ slot, db: 3, resp: 3, lastCommand: 12, lastActiveMs: 5000 }, FLAG.noEvict, 100, 200);
    expect(elsewhere.read(slot)).toMatchObject({
      db: 3,
      resp: 3,
      lastCommand: 12,
      lastActiveMs: 5000,
      flags: FLAG.noEvict,
      queryBytes: 100,
      outputBytes: 200,
    });
    table.updateQuietly({ slot, db: 4, resp: 2, lastCommand: 1, lastActiveMs: 6000 }, 0);
    expect(elsewhere.read(slot)).toMatchObject({ db: 4, flags: 0, queryBytes: 100, outputBytes: 200 });
  });

  it('cuts what does not fit, the name first', () => {
    const { table } = start();
    const slot = table.add(1, 0, 1, 0, { ...texts, name: 'n'.repeat(2000) });
    const record = table.read(slot)!;
    expect(record.name).toMatch(/^n{400,500}$/);
    expect(record).toMatchObject({ ...texts, name: record.name });
    table.setTexts(slot, { ...texts, libName: 'l'.repeat(2000) });
    expect(table.read(slot)).toMatchObject({ address: texts.address, user: 'default', libVersion: '', name: '' });
    table.setTexts(slot, texts);
    expect(table.read(slot)).toMatchObject(texts);
  });

  it('uses rows again, clean', () => {
    const { shared, table } = start();
    const slot = table.add(1, 0, 1, 0, texts);
    new ClientRequests(shared).ask(slot, 1, REQUEST_KILL);
    expect(table.read(slot)).toBeNull();
    table.remove(slot);
    expect(table.add(2, 1, 5, 10, { ...texts, name: '' })).toBe(slot);
    expect(table.read(slot)).toMatchObject({ id: 2, thread: 1, name: '' });
    expect(table.requests(slot)).toBe(0);
  });

  it('refuses clients beyond its size, and takes them again when rows are free', () => {
    const { table } = start();
    for (let id = 1; id <= MAX_CLIENTS; id++) expect(table.add(id, 0, 1, 0, texts)).toBe(id - 1);
    expect(table.add(MAX_CLIENTS + 1, 0, 1, 0, texts)).toBe(-1);
    table.remove(500);
    expect(table.add(MAX_CLIENTS + 2, 0, 1, 0, texts)).toBe(500);
    expect(table.count).toBe(MAX_CLIENTS);
  });

  it('forgets the clients of a thread that is gone', () => {
    const { table } = start();
    for (let id = 1; id <= 10; id++) table.add(id, id % 2, 1, 0, texts);
    table.removeThread(1);
    expect(table.list().map(({ id }) => id)).toEqual([2, 4, 6, 8, 10]);
    expect(table.count).toBe(5);
  });

  it('holds the clients of a model, in the order of their ids', () => {
    const operation = fc.oneof(
      fc.record({ add: fc.string({ maxLength: 40 }) }),
      fc.record({ remove: fc.nat(30) }),
      fc.record({ rename: fc.nat(30), to: fc.string({ maxLength: 600 }) }),
    );
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 60 }), (operations) => {
        const { table } = start();
        const model: { id: number; slot: number; name: string }[] = [];
        let next = 1;
        for (const each of operations) {
          if ('add' in each) {
            const name = latin1(each.add);
            model.push({ id: next, slot: table.add(next, 0, 1, 0, { ...texts, name }), name });
            next++;
          } else if ('remove' in each) {
            const [gone] = model.splice(each.remove % Math.max(1, model.length), 1);
            if (gone !== undefined) table.remove(gone.slot);
          } else {
            const one = model[each.rename % Math.max(1, model.length)];
            if (one === undefined) continue;
            one.name = latin1(each.to);
            table.setTexts(one.slot, { ...texts, name: one.name });
          }
        }
        const found = table.list().map(({ id, slot, name }) => ({ id, slot, name }));
        expect(found).toEqual(model.map((one) => ({ ...one, name: one.name.slice(0, 458) })));
      }),
      { numRuns: 200 },
    );
  });
});

function latin1(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}
