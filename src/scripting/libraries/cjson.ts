import type { HostLibrary } from '../host-library.ts';
import type { LuaMachine } from '../lua-machine.ts';
export function cjsonLibrary(_machine: LuaMachine): HostLibrary {
  return { functions: {} };
}
