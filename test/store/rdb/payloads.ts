/** What redis-server 8.0.2 answers to DUMP: every form of every type, and a way to make payloads of other forms. */
import { Crc64 } from '../../../src/store/rdb/crc64.ts';

/** Payloads in hexadecimal digits. */
export const PAYLOADS = {
  int8: '00c00c0c00f75ccc91a62e229c',
  int16: '00c1d4fe0c000db2b2e304944067',
  int32: '00c2701101000c00cad23c3e6f1a0bec',
  text: '00c31841860d636f6d707265737369626c652063e0ff0ce165100165200c00f56a0a4c9dddbb73',
  list: '120102c32340661366000000060081610201018001f290eefe04f4ff8000047f09e04678e03c000148ff0c0097c38283465e1440',
  quicklist:
    '1202021c1c0000000300856974656d3006856974656d3106856974656d3206ff01c3406f6328017979e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e0ff00e00b000179790c00433720412bb1bed9',
  ints: '0bc320280408000000042003000120034000000240042000017011801100ff600001ff7f0c007b720db25b321b1b',
  words: '140f0f00000003008161028162020101ff0c008c1256f2d0327aa4',
  table: '0204026d31026d30026d32c3094046017a7ae03900017a7a0c002e76b6272cb7c851',
  hash: '1012120000000400816602817602816e020101ff0c0037923c3183087e5f',
  bighash: '0402016ec0fb0166c3094046017777e039000177770c008f86b7213be2db67',
  expiring: '1900d8c32cbb0300001e1e0000000600816602817602f400d8c32cbb03000009816e0201010001ff0c00a6c1b4134105cb8f',
  bigexpiring: '1800d8c32cbb0300000200016ec001010166c3094046017676e039000176760c00af63d9f5d96c806b',
  zset: '111d1d0000000600816302842d696e6605816102010181620283322e3504ff0c00f2e4075b1b35ac74',
  skiplist: '0502c3094046016262e0390001626200000000000004400161000000000000f03f0c00c7ba7785045393c1',
  stream:
    '150110000000000000000100000000000000014040400000001900020101010201816602816702000102010001000181760281770205010101010104010101816602817802060102010601dfff02010102010501ff0207000101020503010167010181ffffffffffffffff01000000000000000100000000000000014bb84d01a2010000010101634bb84d01a20100004bb84d01a201000001000000000000000100000000000000010c00a5005b0212ec5acf',
} as const;

/** A payload of a body: with version and checksum. */
export function payloadOf(body: Uint8Array, version = 10): Buffer {
  const payload = Buffer.concat([body, Buffer.alloc(10)]);
  const crc = new Crc64();
  payload.writeUInt16LE(version, body.length);
  crc.compute(payload, 0, body.length + 2);
  crc.write(payload, body.length + 2);
  return payload;
}

/** A ziplist of short strings, as Redis wrote them until version 9 of the format. */
export function ziplist(texts: readonly string[]): Buffer {
  const entries: Buffer[] = [];
  let previous = 0;
  for (const text of texts) {
    const entry = Buffer.concat([Buffer.of(previous, text.length), Buffer.from(text)]);
    previous = entry.length;
    entries.push(entry);
  }
  const body = Buffer.concat(entries);
  const header = Buffer.alloc(10);
  header.writeUInt32LE(header.length + body.length + 1, 0);
  header.writeUInt32LE(header.length + body.length - previous, 4);
  header.writeUInt16LE(texts.length, 8);
  return Buffer.concat([header, body, Buffer.of(0xff)]);
}

/** Integers as a set of them lies in memory, in the order given. */
export function intset(numbers: readonly number[]): Buffer {
  const width = [2, 4, 8].find((bytes) => numbers.every((number) => Math.abs(number) < 2 ** (bytes * 8 - 1)))!;
  const bytes = Buffer.alloc(8 + numbers.length * width);
  bytes.writeUInt32LE(width, 0);
  bytes.writeUInt32LE(numbers.length, 4);
  for (const [i, number] of numbers.entries()) {
    const at = 8 + i * width;
    if (width === 8) bytes.writeBigInt64LE(BigInt(number), at);
    else bytes.writeIntLE(number, at, width);
  }
  return bytes;
}

/** A string of fewer than 64 bytes as it stands in a body. */
export function short(bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(bytes.length), bytes]);
}
