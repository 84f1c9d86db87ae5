/** Where a script is: for the error of one that is killed. Read from Lua's memory, as Lua itself may be in the middle of anything. */
import {
  CALL_BYTES,
  CALL_FUNCTION,
  CALL_SAVED_PC,
  CLOSURE_IS_C,
  CLOSURE_PROTOTYPE,
  INSTRUCTION_BYTES,
  PROTOTYPE_CODE,
  PROTOTYPE_LINES,
  PROTOTYPE_SOURCE,
  STATE_CALL,
  STATE_FIRST_CALL,
  STATE_SAVED_PC,
} from './lua-layout.ts';
import type { LuaMemory } from './lua-memory.ts';

/** @returns name and line of the innermost code of Lua's that runs, as `@user_script:1` */
export function positionOf(memory: LuaMemory, state: number): string {
  const word = (at: number): number => memory.words[at >>> 2]!;
  let at = word(state + STATE_SAVED_PC);
  for (let call = word(state + STATE_CALL); call > word(state + STATE_FIRST_CALL); call -= CALL_BYTES) {
    const closure = memory.pointer(word(call + CALL_FUNCTION));
    if (memory.bytes[closure + CLOSURE_IS_C] === 0) {
      const prototype = word(closure + CLOSURE_PROTOTYPE);
      const lines = word(prototype + PROTOTYPE_LINES);
      // A function that has just been entered has done no instruction yet: its first one counts.
      const index = Math.max(0, (at - word(prototype + PROTOTYPE_CODE)) / INSTRUCTION_BYTES - 1);
      return `${memory.text(word(prototype + PROTOTYPE_SOURCE))}:${word(lines + index * INSTRUCTION_BYTES)}`;
    }
    at = word(call - CALL_BYTES + CALL_SAVED_PC);
  }
  return ':0';
}
