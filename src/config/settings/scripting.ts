// Scripts and functions.
import { nonNegativeLong, onOff } from '../kinds.ts';
import type { SettingRow } from '../setting-row.ts';

export const scriptingSettings = [
  {
    name: 'busy-reply-threshold',
    kind: nonNegativeLong,
    default: '5000',
    changeable: true,
    effect: 'honoured',
    aliases: ['lua-time-limit'],
    doc: 'Milliseconds after which other clients are told -BUSY while a script runs; 0 never tells them.',
  },
  {
    name: 'lua-undeclared-keys',
    kind: onOff,
    default: 'yes',
    changeable: true,
    effect: 'honoured',
    larderOnly: true,
    doc: 'Let scripts use keys that they did not declare; `no` locks only the declared ones.',
  },
  {
    name: 'lua-memory-limit',
    kind: { kind: 'memory', min: 1048576n, max: 2147483648n },
    default: '67108864',
    changeable: false,
    effect: 'honoured',
    larderOnly: true,
    doc: 'Memory that the Lua machine may take.',
  },
] as const satisfies readonly SettingRow[];
