/** The part that io threads and the background thread have in common: the store as this thread sees it. */

import { SettingsView } from '../config/shared-settings.ts';
import { Evictor } from '../eviction/evictor.ts';
import { loadPolicies } from '../eviction/load-policies.ts';
import { STAT, statsRow } from '../memory/thread-stats.ts';
import { DataTypes } from '../store/data-types.ts';
import { Keyspace } from '../store/keyspace.ts';
import { MemoryLimit } from '../store/memory-limit.ts';
import { Strings } from '../store/strings/strings.ts';
import { collectAfterStart, collectGarbage } from './collector.ts';
import type { ThreadData } from './thread-data.ts';
import { applyTypeSettings } from './type-settings.ts';

export interface StoreThread {
  readonly settings: SettingsView;
  readonly store: Keyspace;
  readonly strings: Strings;
  readonly types: DataTypes;
  readonly limit: MemoryLimit;
  readonly evictor: Evictor;
}

/** Joins the store, and keeps it in step with the settings. */
export async function joinStore(data: ThreadData): Promise<StoreThread> {
  const settings = new SettingsView(data.settings);
  const store = new Keyspace(data.memory, statsRow(data.stats, data.index), data.seed);
  store.samples.attach(data.server.analytics, data.index);
  store.costs.attach(data.server.analytics);
  const strings = new Strings(store);
  const types = new DataTypes(store, strings);
  const limit = new MemoryLimit(store);
  const policies = await loadPolicies();
  const evictor = new Evictor(store, policies.get(settings.current.maxmemoryPolicy)!);
  const apply = (): void => {
    const { current } = settings;
    const policy = policies.get(current.maxmemoryPolicy)!;
    if (policy !== evictor.policy) evictor.setPolicy(policy);
    evictor.samples = current.maxmemorySamples;
    store.accesses.mode = policy.access;
    store.accesses.lfuLogFactor = current.lfuLogFactor;
    store.accesses.lfuDecayMinutes = current.lfuDecayTime;
    limit.applyLimit(current.maxmemory);
    applyTypeSettings(types, current);
  };
  apply();
  settings.onChange(apply);
  collectAfterDrops(store);
  collectAfterStart(data.index + 1, () => store.stats[STAT.commands]!);
  return { settings, store, strings, types, limit, evictor };
}

/** A dropped slab's pages return to the system when this thread's collector has let go of its views. */
function collectAfterDrops(store: Keyspace): void {
  let waiting = false;
  store.heap.slabs.onDrop = () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      store.heap.slabs.letGo();
      collectGarbage();
    }, 50).unref();
  };
}
