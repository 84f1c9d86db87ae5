/** The library `cjson`: JSON texts, as Lua's own library of this name makes and reads them. */
import { Arguments, type HostLibrary } from '../host-library.ts';
import { TTABLE } from '../lua-layout.ts';
import type { LuaMachine } from '../lua-machine.ts';
import { type JsonOptions, optionFunctions } from './json-options.ts';
import { JsonReader } from './json-reader.ts';
import { JsonWriter } from './json-writer.ts';

/** @param shown the table that scripts see as `cjson`, once there is one */
export function cjsonLibrary(machine: LuaMachine, options: JsonOptions, shown: () => number): HostLibrary {
  const args = new Arguments(machine);
  const writer = new JsonWriter(machine, options);
  const reader = new JsonReader(machine, options);
  return {
    functions: {
      encode: (state) => {
        if (args.count(state) !== 1) args.fail(state, 0, 'encode', 'expected 1 argument');
        machine.pushLatin1(state, writer.write(state, args.at(state, 0)));
        return 1;
      },
      decode: (state) => {
        if (args.count(state) !== 1) args.fail(state, 0, 'decode', 'expected 1 argument');
        reader.push(state, Buffer.from(args.string(state, 0, 'decode')));
        return 1;
      },
      // Another library would have options of its own: it is this one.
      new: (state) => {
        machine.push(state, shown(), TTABLE);
        return 1;
      },
      ...optionFunctions(args, options),
    },
    constants: { null: null, _NAME: 'cjson', _VERSION: '2.1.0' },
  };
}
