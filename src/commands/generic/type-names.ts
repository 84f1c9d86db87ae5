/** What TYPE and SCAN … TYPE call the types of values. */
import { TYPE_HASH, TYPE_LIST, TYPE_SET, TYPE_STREAM, TYPE_STRING, TYPE_ZSET } from '../../store/record.ts';

const NAMES: string[] = [];
NAMES[TYPE_STRING] = 'string';
NAMES[TYPE_LIST] = 'list';
NAMES[TYPE_SET] = 'set';
NAMES[TYPE_ZSET] = 'zset';
NAMES[TYPE_HASH] = 'hash';
NAMES[TYPE_STREAM] = 'stream';

export function typeName(type: number): string {
  return NAMES[type] ?? 'none';
}

/** The type of this name in any case, or -1. */
export function typeNamed(name: string): number {
  return NAMES.indexOf(name.toLowerCase());
}
