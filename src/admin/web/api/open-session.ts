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
import { messageOf, request } from './request.ts';
import type { Session } from './types.ts';

/** With the token that is kept, or with another one. Never rejects: the outcome is in the session's state. */
export async function openSession(offered = token.value): Promise<void> {
  keepToken(offered);
  try {
    const answer = await request<Session>('session');
    serverVersion.value = answer.version;
    tokenRequired.value = answer.tokenRequired;
    if (answer.authorized) session.value = 'open';
    else if (answer.tokenRequired) refuseSession(offered === '' ? '' : 'This token is wrong. Nothing was opened.');
    else refuse('The server listens beyond this machine without a token. Set admin-token, then reload.');
  } catch (error) {
    if (session.value === 'login') return;
    session.value = 'unreachable';
    sessionMessage.value = messageOf(error);
  }
}

function refuse(message: string): void {
  session.value = 'refused';
  sessionMessage.value = message;
}
