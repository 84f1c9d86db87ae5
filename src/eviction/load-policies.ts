/** The legal values of `maxmemory-policy` come from the folder `policies/`: one file a policy. */
import { readdirSync } from 'node:fs';
import type { EvictionPolicy } from './policy.ts';

const FOLDER = new URL('./policies/', import.meta.url);

/** Names of the policies there are, without loading them. */
export function policyNamesInFolder(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.ts') || file.endsWith('.js'))
    .map((file) => file.slice(0, -3))
    .sort();
}

/** Loads all policies, by name. */
export async function loadPolicies(): Promise<ReadonlyMap<string, EvictionPolicy>> {
  const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
  const policies = new Map<string, EvictionPolicy>();
  for (const name of policyNamesInFolder()) {
    const module = (await import(new URL(`${name}${extension}`, FOLDER).href)) as { policy: EvictionPolicy };
    if (module.policy.name !== name) throw new Error(`eviction/policies/${name} names itself ${module.policy.name}`);
    policies.set(name, module.policy);
  }
  return policies;
}
