/** Asks whether this page may see anything, and starts the live samples when it may. */
import {
  keepToken,
  refuseSession,
  serverVersion,
  session,
  sessionMessage,
  token,
  tokenRequired,
} from '../state/session.ts';
import { ApiError, messageOf, request } from './request.ts';
import type { Session } from './types.ts';

/** With the token that is kept, or with another one. Never rejects: the outcome is in the session's state. */
export async function openSession(offered = token.value): Promise<void> {
  keepToken(offered);
  // The server writes this into the page: nothing is asked that would be refused.
  if (offered === '' && document.documentElement.dataset['token'] === 'needed') return refuseSession('');
  try {
    const { version, hasToken } = await request<Session>('session');
    serverVersion.value = version;
    tokenRequired.value = hasToken;
    session.value = 'open';
  } catch (error) {
    const status = error instanceof ApiError ? error.status : 0;
    if (status === 401) return refuseSession(offered === '' ? '' : 'This token is wrong. Nothing was opened.');
    session.value = status === 403 ? 'refused' : 'unreachable';
    sessionMessage.value = messageOf(error);
  }
}
