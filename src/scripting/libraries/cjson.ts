/** The library `cjson`: JSON texts, as Lua's own library of this name makes and reads them. */
import { Arguments, type HostLibrary } from '../host-library.ts';
import type { LuaMachine } from '../lua-machine.ts';
import { JsonReader } from './json-reader.ts';
import { JsonWriter } from './json-writer.ts';

export function cjsonLibrary(machine: LuaMachine): HostLibrary {
  const args = new Arguments(machine);
  const writer = new JsonWriter(machine);
  const reader = new JsonReader(machine);
  /** Options are taken and shown, as they are for every script at once: `new` is not needed to have one's own. */
  const option =
    (value: number | boolean): ((state: number) => number) =>
    (state) => {
      if (typeof value === 'boolean') machine.pushBoolean(state, value);
      else machine.pushNumber(state, value);
      return 1;
    };
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
      encode_sparse_array: (state) => {
        machine.pushBoolean(state, false);
        machine.pushNumber(state, 2);
        machine.pushNumber(state, 10);
        return 3;
      },
      encode_max_depth: option(1000),
      decode_max_depth: option(1000),
      encode_number_precision: option(14),
      encode_keep_buffer: option(true),
      encode_invalid_numbers: option(false),
      decode_invalid_numbers: option(true),
    },
    constants: { null: null, _NAME: 'cjson', _VERSION: '2.1.0' },
  };
}
