import { describe, expect, it } from 'vitest';
import { EventReader } from '../../../../src/admin/web/api/event-stream.ts';

const TEXT = 'retry: 1000\n\n: a comment\n\nevent: sample\ndata: {"a":\ndata: 1}\n\ndata:bare\r\n\r\n';
const EVENTS = [
  { name: 'sample', data: '{"a":\n1}' },
  { name: 'message', data: 'bare' },
];

describe('EventReader', () => {
  it('reads events, and passes over what is none', () => {
    expect(new EventReader().push(TEXT)).toEqual(EVENTS);
  });

  it('reads the same character by character', () => {
    const reader = new EventReader();
    expect([...TEXT].flatMap((unit) => reader.push(unit))).toEqual(EVENTS);
  });

  it('keeps an unfinished event', () => {
    const reader = new EventReader();
    expect(reader.push('data: half')).toEqual([]);
    expect(reader.push(' more\n\n')).toEqual([{ name: 'message', data: 'half more' }]);
  });
});
