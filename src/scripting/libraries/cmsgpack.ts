/** The library `cmsgpack`: values as MessagePack. */
import { Arguments, type HostLibrary } from '../host-library.ts';
import { VALUE_BYTES } from '../lua-layout.ts';
import type { LuaMachine } from '../lua-machine.ts';
import { PackReader } from './pack-reader.ts';
import { PackWriter } from './pack-writer.ts';

/** Values that a function of C may have on Lua's stack. */
const MOST_RESULTS = 7_900;
const TOO_MANY = 'stack overflow (too many return values at once; use unpack_one or unpack_limit instead.)';

export function cmsgpackLibrary(machine: LuaMachine): HostLibrary {
  const args = new Arguments(machine);
  const writer = new PackWriter(machine);
  const reader = new PackReader(machine);

  const pack = (state: number): number => {
    const count = args.count(state);
    if (count === 0) return args.fail(state, -1, 'pack', 'MessagePack pack needs input.');
    writer.begin();
    for (let i = 0; i < count; i++) writer.write(args.at(state, i), 0);
    const bytes = writer.take();
    machine.pushBytes(state, bytes, 0, bytes.length);
    return 1;
  };

  /** @param limit how many objects are unpacked; 0 from the beginning on: all. Otherwise the place behind them comes first */
  const unpack = (state: number, limit: number, offset: number): number => {
    const data = Buffer.from(args.string(state, 0, 'unpack'));
    if (limit < 0 || offset < 0) {
      machine.raiseText(state, `Invalid request to unpack with offset of ${offset} and limit of ${data.length}.`, 1);
    }
    if (offset > data.length) {
      machine.raiseText(state, `Start offset ${offset} greater than input length ${data.length}.`, 1);
    }
    const first = (machine.top(state) - machine.base(state)) / VALUE_BYTES;
    const isAll = limit === 0 && offset === 0;
    if (!isAll) machine.pushNumber(state, 0);
    reader.begin(data, offset);
    let count = 0;
    while (reader.hasMore && (isAll || count < limit)) {
      if (count === MOST_RESULTS) machine.raiseText(state, TOO_MANY, 1);
      machine.reserve(state);
      reader.push(state);
      count++;
    }
    if (isAll) return count;
    machine.numbers[(machine.base(state) + first * VALUE_BYTES) >>> 3] = reader.hasMore ? reader.at : -1;
    return count + 1;
  };

  const integer = (state: number, index: number, name: string, otherwise: number): number =>
    Math.trunc(args.numberOr(state, index, name, otherwise));
  return {
    functions: {
      pack,
      unpack: (state) => unpack(state, 0, 0),
      unpack_one: (state) => unpack(state, 1, integer(state, 1, 'unpack_one', 0)),
      unpack_limit: (state) =>
        unpack(state, Math.trunc(args.number(state, 1, 'unpack_limit')), integer(state, 2, 'unpack_limit', 0)),
    },
    constants: {
      _NAME: 'cmsgpack',
      _VERSION: 'lua-cmsgpack 0.4.0',
      _COPYRIGHT: 'Copyright (C) 2012, Salvatore Sanfilippo',
      _DESCRIPTION: 'MessagePack C implementation for Lua',
    },
  };
}
