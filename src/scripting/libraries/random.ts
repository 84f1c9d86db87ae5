/** `math.random` and `math.randomseed`, over one sequence of numbers for all scripts. */
import { Arguments, type HostLibrary } from '../host-library.ts';
import type { LuaMachine } from '../lua-machine.ts';
import type { RandomNumbers } from '../random-numbers.ts';

const MOST = 2 ** 31 - 1;
const LONG = 2 ** 63;

export function randomLibrary(machine: LuaMachine, numbers: RandomNumbers): HostLibrary {
  const args = new Arguments(machine);
  const integer = (state: number, index: number, name: string): number => toInt(args.number(state, index, name));
  return {
    functions: {
      random: (state) => {
        const share = (numbers.next() % MOST) / MOST;
        const count = args.count(state);
        if (count > 2) return machine.raiseText(state, 'wrong number of arguments', 1);
        const low = count === 2 ? integer(state, 0, 'random') : 1;
        if (count === 0) machine.pushNumber(state, share);
        else {
          const high = integer(state, count - 1, 'random');
          if (high < low) return args.fail(state, count - 1, 'random', 'interval is empty');
          machine.pushNumber(state, Math.floor(share * ((high - low + 1) | 0)) + low);
        }
        return 1;
      },
      randomseed: (state) => {
        numbers.seed(integer(state, 0, 'randomseed'));
        return 0;
      },
    },
  };
}

/** A number as C makes an `int` of a `double` by way of a `long`. */
function toInt(value: number): number {
  return value >= -LONG && value < LONG ? value | 0 : 0;
}
