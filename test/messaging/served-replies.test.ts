import { expect, it } from 'vitest';
import { createClientMemory } from '../../src/messaging/client-memory.ts';
import { Doorbells } from '../../src/messaging/doorbell.ts';
import { Inboxes } from '../../src/messaging/inbox.ts';
import { Outbox } from '../../src/messaging/outbox.ts';
import { RECORD_SERVED, ReplyAssembly, type ReplyPiece, sendReply } from '../../src/messaging/served-replies.ts';

interface Whole {
  slot: number;
  id: number;
  text: string;
  tokens: number[];
}

it('puts replies of several clients together again, large ones and tokens of pinned pages too', () => {
  const shared = createClientMemory(2);
  const inboxes = new Inboxes(shared);
  const outbox = new Outbox(inboxes, new Doorbells(shared));
  const whole: Whole[] = [];
  const assembly = new ReplyAssembly((slot, id, pieces) => {
    const bytes = pieces.filter((piece): piece is Buffer => typeof piece !== 'number');
    const tokens = pieces.filter((piece): piece is number => typeof piece === 'number');
    whole.push({ slot, id, text: Buffer.concat(bytes).toString('latin1'), tokens });
  });
  const records: Buffer[] = [];
  const send = (slot: number, id: number, pieces: ReplyPiece[]): void => {
    sendReply(outbox, 1, slot, id, pieces);
    inboxes.drain(1, (kind, record) => {
      expect(kind).toBe(RECORD_SERVED);
      records.push(record);
    });
  };
  const long = 'x'.repeat(200_001);
  send(4, 1_001, [Buffer.from('*2\r\n$1\r\nk\r\n'), Buffer.from(long)]);
  const ofLong = records.splice(0);
  expect(ofLong.length).toBe(5);
  send(9, 1_002, [Buffer.from('$5\r\n'), 4_000_000_000, Buffer.from('\r\n')]);
  send(2, 1_003, [77]);
  // Records of different replies may mix.
  for (const record of [ofLong[0]!, ...records, ...ofLong.slice(1)]) assembly.take(record);
  expect(whole).toEqual([
    { slot: 9, id: 1_002, text: '$5\r\n\r\n', tokens: [4_000_000_000] },
    { slot: 2, id: 1_003, text: '', tokens: [77] },
    { slot: 4, id: 1_001, text: `*2\r\n$1\r\nk\r\n${long}`, tokens: [] },
  ]);
});
