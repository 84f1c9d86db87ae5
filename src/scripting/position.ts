/** Where a script is: for the error of one that is killed. */

import { VALUE_BYTES } from './lua-layout.ts';
import type { LuaMachine } from './lua-machine.ts';

export type Position = (state: number) => string;

/** @returns a function for a hook: name and line of the code that runs, as `@user_script:1`. To be made before the sandbox */
export function positionOf(machine: LuaMachine): Position {
  const getinfo = machine.nativeOf('debug', 'getinfo');
  return (state) => {
    const top = machine.top(state);
    machine.pushNumber(state, 0);
    machine.pushInterned(state, 'Sl');
    machine.runAbove(getinfo, state, top);
    const table = machine.pointer(machine.top(state) - VALUE_BYTES);
    const source = machine.field(table, machine.interned('source'));
    const line = machine.field(table, machine.interned('currentline'));
    machine.setTop(state, machine.top(state) - VALUE_BYTES);
    return `${source === 0 ? '' : machine.text(machine.pointer(source))}:${line === 0 ? 0 : machine.number(line)}`;
  };
}
