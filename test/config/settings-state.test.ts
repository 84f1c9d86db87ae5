import { describe, expect, it } from 'vitest';
import { settingPlace } from '../../src/config/settings.ts';
import { changedNames, emptySnapshot, fillSnapshot } from '../../src/config/settings-state.ts';
import { loaded } from './helpers.ts';

const start = loaded({}).state;
const state = { ...start, initial: start.texts };

describe('snapshots', () => {
  it('hold a field for each setting that does something and for no other', () => {
    const snapshot = emptySnapshot();
    fillSnapshot(snapshot, state);
    expect(snapshot).toMatchObject({ port: 6379, maxmemory: 4 * 1024 ** 3 });
    expect('appendfsync' in snapshot).toBe(false);
    expect('appendonly' in snapshot).toBe(false);
  });

  it('tell which settings differ, limits of memory by what they come to', () => {
    const texts = [...state.texts];
    texts[settingPlace('timeout')] = '5';
    texts[settingPlace('maxmemory')] = '50%';
    expect(changedNames(state, { ...state, texts })).toEqual(['timeout']);
    const memory = { limitBytes: 2 * 1024 ** 3, idleRssBytes: 0 };
    expect(changedNames(state, { ...state, memory })).toEqual(['maxmemory']);
  });

  it('tell of classes of events that are not shown', () => {
    const withClasses = (classes: string): typeof state => {
      const texts = [...state.texts];
      texts[settingPlace('notify-keyspace-events')] = classes;
      return { ...state, texts };
    };
    expect(changedNames(withClasses('AKE'), withClasses('AnKE'))).toEqual(['notify-keyspace-events']);
    expect(changedNames(withClasses('AKE'), withClasses('AKE'))).toEqual([]);
  });
});
