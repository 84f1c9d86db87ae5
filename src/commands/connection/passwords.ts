/** Who a client is. There is one user, `default`, whose password is the setting `requirepass`. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Call } from '../../dispatch/context.ts';
import { countAuthFailure } from '../../dispatch/ports/clients.ts';

export const DEFAULT_USER = 'default';

/** Signs the client in if user and password (byte strings) fit. A client that was signed in stays so if not. */
export function authenticate(call: Call, user: string, password: string): boolean {
  const { requirepass } = call.settings.current;
  const fits = user === DEFAULT_USER && (requirepass === '' || equalInConstantTime(password, requirepass));
  if (fits) call.client.setAuthenticated(true);
  else countAuthFailure(call.store.stats);
  return fits;
}

/** Digests are of one length, so neither length nor content of the password shows in the time. */
function equalInConstantTime(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'latin1').digest();
}
