/** Libraries as FUNCTION DUMP gives them: the form in which RDB files hold them, with version and checksum. */
import { Crc64 } from '../../store/rdb/crc64.ts';
import { FOOTER_BYTES, NEWEST_VERSION } from '../../store/rdb/format.ts';
import { PayloadReader } from '../../store/rdb/payload-reader.ts';
import { PayloadWriter } from '../../store/rdb/payload-writer.ts';
import { Texts } from '../../store/rdb/texts.ts';

/** Stands before each library. */
const RDB_FUNCTION = 245;

/** The payload of FUNCTION DUMP: version and checksum behind the sources. */
export function writeLibraries(codes: readonly Buffer[]): Buffer {
  const writer = new PayloadWriter();
  writer.begin();
  for (const code of codes) {
    writer.byte(RDB_FUNCTION);
    writer.text(code, 0, code.length);
  }
  writer.finish(NEWEST_VERSION);
  return Buffer.from(writer.buffer.subarray(0, writer.length));
}

/** @returns the libraries' code; undefined for anything that is not such a payload */
export function readLibraries(payload: Buffer): Buffer[] | undefined {
  const end = payload.length - FOOTER_BYTES;
  if (end < 0 || payload.readUInt16LE(end) > NEWEST_VERSION) return undefined;
  const crc = new Crc64();
  crc.compute(payload, 0, payload.length - 8);
  if (!crc.equals(payload, payload.length - 8)) return undefined;
  const reader = new PayloadReader();
  reader.begin(payload, 0, end);
  const codes: Buffer[] = [];
  while (reader.has(1)) {
    if (reader.byte() !== RDB_FUNCTION) return undefined;
    const texts = new Texts();
    reader.text(texts);
    if (reader.failed) return undefined;
    codes.push(textOf(texts));
  }
  return codes;
}

function textOf(texts: Texts): Buffer {
  return Buffer.from(texts.buffer.subarray(texts.starts[0]!, texts.starts[0]! + texts.lengths[0]!));
}
