import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  defaultText,
  environmentName,
  fieldName,
  isRefused,
  settingPlace,
  settingRows,
} from '../../src/config/settings.ts';
import { parseValue } from '../../src/config/values.ts';

const redis = JSON.parse(readFileSync(new URL('./redis-8.0.2-parameters.json', import.meta.url), 'utf8')) as Record<
  string,
  string
>;

function rowOf(name: string) {
  const row = settingRows[settingPlace(name)];
  if (row === undefined) throw new Error(name);
  return row;
}

describe('the table', () => {
  it('knows every parameter of redis-server 8.0.2 with its default', () => {
    for (const [name, value] of Object.entries(redis)) {
      const expected = name === 'save' ? '' : value;
      expect([name, rowOf(name).default]).toEqual([name, expected]);
    }
  });

  it('has every name once', () => {
    const names = settingRows.flatMap((row) => [row.name, ...(row.aliases ?? [])]);
    expect(new Set(names).size).toBe(names.length);
  });

  it('has parameters that are not of Redis only where it says so', () => {
    const own = settingRows.filter((row) => row.larderOnly === true).map((row) => row.name);
    for (const row of settingRows) {
      if (row.visible === undefined)
        expect([row.name, own.includes(row.name)]).toEqual([row.name, !(row.name in redis) && row.name !== 'dir']);
    }
  });

  it('has defaults that its own rules accept and leave as they are', () => {
    for (const row of settingRows) {
      if (row.kind.kind === 'words') continue;
      const current = row.kind.kind === 'save-points' ? '' : row.default;
      for (const text of [row.default, row.defaultWithoutFile ?? row.default]) {
        expect([row.name, parseValue(row, [text], current)]).toEqual([row.name, { ok: true, text }]);
      }
    }
  });

  it('says of each row what it is for, and of each refused one why', () => {
    for (const row of settingRows) {
      expect(row.doc).toMatch(/^[A-Z].*\.$/);
      expect([row.name, row.refusal !== undefined]).toEqual([row.name, row.effect === 'refused']);
    }
  });

  it('finds settings by name and alias in any case', () => {
    expect(rowOf('MAXMEMORY').name).toBe('maxmemory');
    expect(rowOf('slave-read-only').name).toBe('replica-read-only');
    expect(settingPlace('nosuch')).toBe(-1);
    expect(settingPlace('constructor')).toBe(-1);
  });

  it('derives variables and fields', () => {
    expect(environmentName('maxmemory-policy')).toBe('LARDER_MAXMEMORY_POLICY');
    expect(fieldName('maxmemory-policy')).toBe('maxmemoryPolicy');
  });

  it('has defaults of its own only without a config file', () => {
    expect(defaultText(rowOf('maxmemory'), false)).toBe('auto');
    expect(defaultText(rowOf('maxmemory'), true)).toBe('0');
    expect(defaultText(rowOf('maxmemory-policy'), false)).toBe('allkeys-adaptive');
    expect(defaultText(rowOf('maxmemory-policy'), true)).toBe('noeviction');
    expect(defaultText(rowOf('bind'), false)).toBe('127.0.0.1 -::1');
    expect(defaultText(rowOf('timeout'), false)).toBe('0');
  });

  it('refuses promises, not their absence', () => {
    expect(isRefused(rowOf('appendonly'), 'no')).toBe(false);
    expect(isRefused(rowOf('appendonly'), 'yes')).toBe(true);
    expect(isRefused(rowOf('save'), '')).toBe(false);
    expect(isRefused(rowOf('user'), '')).toBe(true);
    expect(isRefused(rowOf('appendfsync'), 'always')).toBe(false);
  });
});
