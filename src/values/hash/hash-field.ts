// HOT: filled for every look-up of a field.
/** Where a field of a hash was found, in whichever form. Places are valid until something changes. */
import type { ViewHolder } from '../../memory/slabs.ts';
import { type LargeRef, NO_LARGE, NO_REF, type Ref } from '../../memory/types.ts';

/** "This field does not expire". */
export const NEVER = -1;

export class HashField {
  /** Slab in whose bytes name and value lie. */
  slab = 0;
  nameAt = 0;
  nameLength = 0;
  /** The large object that holds the name, else NO_LARGE. */
  nameLarge: LargeRef = NO_LARGE;
  valueAt = 0;
  /** Bytes of an inline value. */
  valueLength = 0;
  /** The large object that holds the value, else NO_LARGE. */
  valueLarge: LargeRef = NO_LARGE;
  /** When it expires, ms since 1970, or NEVER. */
  expiresAt: number = NEVER;
  /** In a packed run the place of the name; in a table the element and the hash of the name. */
  place = 0;
  element: Ref = NO_REF;
  hash = 0;
}

/** A value on its way into a hash: bytes, or a large object whose reference is handed over. */
export class FieldValue implements ViewHolder {
  bytes: Uint8Array = NOTHING;
  start = 0;
  length = 0;
  large: LargeRef = NO_LARGE;

  letGo(): void {
    this.bytes = NOTHING;
  }

  /** Bytes that lie in private memory, or in a slab and are written elsewhere. */
  setBytes(bytes: Uint8Array, start: number, length: number): void {
    this.bytes = bytes;
    this.start = start;
    this.length = length;
    this.large = NO_LARGE;
  }

  /** A large object. */
  setLarge(large: LargeRef): void {
    this.bytes = NOTHING;
    this.length = 4;
    this.large = large;
  }
}

const NOTHING = new Uint8Array(0);
