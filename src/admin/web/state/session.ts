/** Who is looking: the token lives in memory and in this tab's sessionStorage, nowhere else. */
import { signal } from '@preact/signals';

export type SessionState = 'asking' | 'open' | 'login' | 'refused' | 'unreachable';

const STORED = 'larder-token';

export const token = signal(sessionStorage.getItem(STORED) ?? '');
export const session = signal<SessionState>('asking');
/** Why the login form is shown again, or what else keeps the page out. */
export const sessionMessage = signal('');
export const serverVersion = signal('');
/** Whether there is anything to sign out of. */
export const tokenRequired = signal(false);

export function keepToken(text: string): void {
  token.value = text;
  if (text === '') sessionStorage.removeItem(STORED);
  else sessionStorage.setItem(STORED, text);
}

/** A request was answered with 401: the token is wrong, or no longer right. */
export function refuseSession(message: string): void {
  keepToken('');
  sessionMessage.value = message;
  session.value = 'login';
}

export function signOut(): void {
  keepToken('');
  sessionMessage.value = '';
  session.value = 'login';
}
