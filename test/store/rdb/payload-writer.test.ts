import { describe, expect, it } from 'vitest';
import { PayloadWriter } from '../../../src/store/rdb/payload-writer.ts';

const GROWS_AT = 65_536;

/** Writes so many bytes, then one thing more, and returns what that was written as. */
function writeAt(position: number, write: (writer: PayloadWriter) => void): Buffer {
  const writer = new PayloadWriter();
  writer.begin();
  writer.reserve(position).fill(0xaa, 0, position);
  write(writer);
  expect(writer.buffer.subarray(0, position).every((byte) => byte === 0xaa)).toBe(true);
  return Buffer.from(writer.buffer.subarray(position, writer.length));
}

describe('a payload whose memory has to grow', () => {
  const writes: Readonly<Record<string, (writer: PayloadWriter) => void>> = {
    'a byte': (writer) => writer.byte(0x5b),
    'a size': (writer) => writer.size(2 ** 33),
    'a text': (writer) => writer.text(Buffer.from('some text'), 0, 9),
    'a double': (writer) => writer.double(1.5),
    'a time': (writer) => writer.time(1_700_000_000_000),
    'its end': (writer) => writer.finish(8),
  };
  for (const [what, write] of Object.entries(writes)) {
    it(`holds ${what} as one that does not`, () => {
      const usual = what === 'its end' ? undefined : writeAt(100, write);
      for (let position = GROWS_AT - 12; position <= GROWS_AT; position++) {
        const written = writeAt(position, write);
        if (usual === undefined) expect(written.readUInt16LE()).toBe(8);
        else expect(written.equals(usual)).toBe(true);
      }
    });
  }
});
