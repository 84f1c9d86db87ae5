/** CONFIG SET: all pairs or none, in Redis' order of checks and with its words. */

import { configSetFailed, unknownConfig } from '../../protocol/resp/errors.ts';
import { isRefused, settingPlace, settingRows } from './settings.ts';
import type { SettingsState } from './settings-state.ts';
import { parseValue } from './values.ts';

/** Descriptors kept free for the process itself: listeners, event loops, the log, the HTTP side. */
export const reservedDescriptors = 128;

/** Texts after a change, or the error line for the client (`ERR …`, without `-`). */
export type Change = { readonly ok: true; readonly texts: string[] } | { readonly ok: false; readonly error: string };

function failed(name: string, reason: string): Change {
  return { ok: false, error: configSetFailed(name, reason) };
}

/** What is wrong with the names alone: unknown, not changeable, or given twice. */
function checkNames(pairs: readonly (readonly [string, string])[], allowProtected: boolean): Change | null {
  const seen = new Set<string>();
  for (const [given] of pairs) {
    const row = settingRows[settingPlace(given)];
    if (row === undefined || row.visible === 'never') {
      return { ok: false, error: unknownConfig(given) };
    }
    if (row.changeable === false) return failed(given, "can't set immutable config");
    if (row.changeable === 'protected' && !allowProtected) return failed(given, "can't set protected config");
    // Redis takes an alias for another parameter, so both names may stand in one command.
    if (seen.has(given.toLowerCase())) return failed(given, 'duplicate parameter');
    seen.add(given.toLowerCase());
  }
  return null;
}

/**
 * Applies pairs of name and value (byte strings) to the texts of `state`.
 *
 * Names are checked before values, each in the order given: that is the order of Redis' errors.
 */
export function applyPairs(
  state: SettingsState,
  pairs: readonly (readonly [string, string])[],
  allowProtected: boolean,
): Change {
  const wrongName = checkNames(pairs, allowProtected);
  if (wrongName !== null) return wrongName;
  const texts = [...state.texts];
  for (const [given, value] of pairs) {
    const place = settingPlace(given);
    const row = settingRows[place];
    if (row === undefined) continue;
    const name = given.toLowerCase();
    const current = row.kind.kind === 'save-points' ? '' : (texts[place] ?? '');
    const parsed = parseValue(row, [value], current);
    if (!parsed.ok) return failed(name, parsed.error);
    if (isRefused(row, parsed.text)) return failed(name, `${row.refusal}, so only '${row.default}' is possible`);
    texts[place] = parsed.text;
  }
  return checkDescriptors(state, texts) ?? { ok: true, texts };
}

function checkDescriptors(state: SettingsState, texts: readonly string[]): Change | null {
  const place = settingPlace('maxclients');
  if (state.openFiles === null || texts[place] === state.texts[place]) return null;
  const most = Math.max(1, state.openFiles - reservedDescriptors);
  if (Number(texts[place]) <= most) return null;
  const reason = 'The operating system is not able to handle the specified number of clients, try with';
  return failed('maxclients', `${reason} ${most}`);
}
