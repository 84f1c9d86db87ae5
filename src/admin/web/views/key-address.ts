/** How an address of the page names a key. */
import type { WireBytes } from '../format/bytes.ts';
import { goTo } from '../state/route.ts';

export interface KeyAddress {
  readonly db: number;
  readonly key: WireBytes;
}

/** Shows a key in the key browser. */
export function goToKey(db: number, { data, encoding }: WireBytes): void {
  goTo('keys', { db: String(db), key: data, ...(encoding === 'base64' ? { encoding } : {}) });
}

/** The key that an address names, or null. */
export function readKeyAddress(parameters: URLSearchParams): KeyAddress | null {
  const data = parameters.get('key');
  if (data === null) return null;
  const encoding = parameters.get('encoding') === 'base64' ? 'base64' : 'utf8';
  return { db: Number(parameters.get('db') ?? 0), key: { data, encoding } };
}
