/**
 * Reads the packed forms that Redis has for small collections: listpacks, ziplists, intsets and zipmaps. Their texts are
 * added to a list; anything that does not add up makes the reader fail.
 */
import { PayloadReader } from './payload-reader.ts';
import type { Texts } from './texts.ts';

const END = 0xff;
const LISTPACK_HEADER = 6;
const ZIPLIST_HEADER = 10;
const INTSET_HEADER = 8;
/** "More entries than this field can say". */
const UNKNOWN_COUNT = 0xffff;
const LONG_LENGTH = 254;

/** A blob's own reader: what lies in it cannot lead out of it. */
const blob = new PayloadReader();

/**
 * Reads blob number `index` of `texts`, and takes it off the list before its texts are added to `into`.
 * @returns how many texts were added, or -1
 */
export function readListpack(source: Texts, index: number, into: Texts): number {
  return readBlob(source, index, into, LISTPACK_HEADER, readListpackEntries);
}

export function readZiplist(source: Texts, index: number, into: Texts): number {
  return readBlob(source, index, into, ZIPLIST_HEADER, readZiplistEntries);
}

export function readIntset(source: Texts, index: number, into: Texts): number {
  return readBlob(source, index, into, INTSET_HEADER, readIntegers);
}

export function readZipmap(source: Texts, index: number, into: Texts): number {
  return readBlob(source, index, into, 2, readPairs);
}

function readBlob(source: Texts, index: number, into: Texts, header: number, read: (into: Texts) => void): number {
  const start = source.starts[index]!;
  const before = into.count;
  blob.begin(source.buffer, start, start + source.lengths[index]!);
  if (!blob.has(header)) return -1;
  read(into);
  return blob.failed || blob.at !== blob.end ? -1 : into.count - before;
}

function readListpackEntries(into: Texts): void {
  const { bytes, at, end } = blob;
  const count = bytes.readUInt16LE(at + 4);
  const before = into.count;
  if (bytes.readUInt32LE(at) !== end - at) blob.fail();
  blob.at = at + LISTPACK_HEADER;
  while (blob.has(1) && bytes[blob.at] !== END) {
    const first = blob.at;
    readListpackEntry(into);
    skipBackLength(blob.at - first);
  }
  blob.at++;
  if (count !== UNKNOWN_COUNT && into.count - before !== count) blob.fail();
}

function readListpackEntry(into: Texts): void {
  const code = blob.byte();
  if (code < 0x80) into.addInteger(code);
  else if (code < 0xc0) addBytes(into, code & 0x3f);
  else if (code < 0xe0) into.addInteger(((((code & 0x1f) << 8) | blob.byte()) << 19) >> 19);
  else if (code < 0xf0) addBytes(into, ((code & 0x0f) << 8) | blob.byte());
  else if (code === 0xf0) addBytes(into, unsigned32());
  else if (code < 0xf4) addInteger(into, code - 0xef);
  else if (code === 0xf4) addLong(into);
  else blob.fail();
}

/** Behind an entry stands how long it is, 7 bits a byte, the last ones first, as many as it takes. */
function skipBackLength(length: number): void {
  const bytes = length < 128 ? 1 : length < 16_384 ? 2 : length < 2_097_152 ? 3 : length < 268_435_456 ? 4 : 5;
  if (!blob.has(bytes)) return;
  let said = 0;
  for (let i = 0; i < bytes; i++) said = said * 128 + (blob.bytes[blob.at + i]! & 0x7f);
  blob.at += bytes;
  if (said !== length) blob.fail();
}

function readZiplistEntries(into: Texts): void {
  const { bytes, at, end } = blob;
  const count = bytes.readUInt16LE(at + 8);
  const before = into.count;
  if (bytes.readUInt32LE(at) !== end - at) blob.fail();
  blob.at = at + ZIPLIST_HEADER;
  let previous = 0;
  while (blob.has(1) && bytes[blob.at] !== END) {
    const first = blob.at;
    const said = blob.byte();
    if ((said < LONG_LENGTH ? said : unsigned32()) !== previous) blob.fail();
    readZiplistEntry(into);
    previous = blob.at - first;
  }
  blob.at++;
  if (count !== UNKNOWN_COUNT && into.count - before !== count) blob.fail();
}

function readZiplistEntry(into: Texts): void {
  const code = blob.byte();
  if (code < 0x40) addBytes(into, code);
  else if (code < 0x80) addBytes(into, ((code & 0x3f) << 8) | blob.byte());
  else if (code === 0x80) addBytes(into, unsigned32BE());
  else if (code === 0xc0) addInteger(into, 2);
  else if (code === 0xd0) addInteger(into, 4);
  else if (code === 0xe0) addLong(into);
  else if (code === 0xf0) addInteger(into, 3);
  else if (code === 0xfe) addInteger(into, 1);
  else if (code > 0xf0 && code < 0xfe) into.addInteger((code & 0x0f) - 1);
  else blob.fail();
}

function readIntegers(into: Texts): void {
  const { bytes, at } = blob;
  const width = bytes.readUInt32LE(at);
  const count = bytes.readUInt32LE(at + 4);
  blob.at = at + INTSET_HEADER;
  if ((width !== 2 && width !== 4 && width !== 8) || count * width !== blob.end - blob.at) {
    blob.fail();
    return;
  }
  for (let i = 0; i < count && !blob.failed; i++) {
    if (i > 0 && !isAscending(width)) blob.fail();
    if (width === 8) addLong(into);
    else addInteger(into, width);
  }
}

/** Whether the integer to be read is greater than the one before it: an intset is sorted, and has each member once. */
function isAscending(width: number): boolean {
  const { bytes, at } = blob;
  if (width === 8) return bytes.readBigInt64LE(at) > bytes.readBigInt64LE(at - 8);
  return bytes.readIntLE(at, width) > bytes.readIntLE(at - width, width);
}

function readPairs(into: Texts): void {
  blob.byte();
  while (blob.has(1) && blob.bytes[blob.at] !== END) {
    addBytes(into, zipmapLength());
    const length = zipmapLength();
    const unused = blob.byte();
    addBytes(into, length);
    if (blob.has(unused)) blob.at += unused;
  }
  blob.at++;
}

function zipmapLength(): number {
  const length = blob.byte();
  if (length === END) return blob.fail();
  return length < LONG_LENGTH ? length : unsigned32();
}

function addBytes(into: Texts, length: number): void {
  if (!blob.has(length)) return;
  into.add(blob.bytes, blob.at, length);
  blob.at += length;
}

/** An integer of so many bytes (at most 4), the lowest first; the 4 of a listpack are its fourth kind. */
function addInteger(into: Texts, width: number): void {
  if (!blob.has(width)) return;
  into.addInteger(blob.bytes.readIntLE(blob.at, width));
  blob.at += width;
}

function addLong(into: Texts): void {
  if (!blob.has(8)) return;
  into.addInteger(blob.bytes.readBigInt64LE(blob.at));
  blob.at += 8;
}

function unsigned32(): number {
  if (!blob.has(4)) return 0;
  blob.at += 4;
  return blob.bytes.readUInt32LE(blob.at - 4);
}

function unsigned32BE(): number {
  if (!blob.has(4)) return 0;
  blob.at += 4;
  return blob.bytes.readUInt32BE(blob.at - 4);
}
