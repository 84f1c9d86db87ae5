import type { SettingKind } from './setting-row.ts';

/** Kinds that many rows share. */

export const onOff = { kind: 'boolean' } as const satisfies SettingKind;
export const portNumber = { kind: 'integer', min: 0n, max: 65535n } as const satisfies SettingKind;
export const positiveInt = { kind: 'integer', min: 1n, max: 2147483647n } as const satisfies SettingKind;
export const nonNegativeInt = { kind: 'integer', min: 0n, max: 2147483647n } as const satisfies SettingKind;
export const nonNegativeLong = { kind: 'integer', min: 0n, max: 9223372036854775807n } as const satisfies SettingKind;
export const byteCount = { kind: 'memory', min: 0n, max: 9223372036854775807n } as const satisfies SettingKind;
export const shutdownFlags = {
  kind: 'flags',
  values: ['default', 'save', 'nosave', 'now', 'force'],
  exclusive: ['save', 'nosave'],
} as const satisfies SettingKind;
