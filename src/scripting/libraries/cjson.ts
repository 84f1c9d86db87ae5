/**
 * The library `cjson`: JSON texts, as Lua's own library of this name makes and reads them.
 *
 * `cjson.new` gives a library with options of its own. Functions of ours live as long as Lua, so the new library's are
 * closures of Lua around the same functions (lua-prelude.ts), which say before each call by `use` in which table their
 * options stand; nothing runs between the two.
 */
import { Arguments, type HostLibrary } from '../host-library.ts';
import type { LuaMachine } from '../lua-machine.ts';
import { JSON_OPTION_WORDS, JsonOptions, optionFunctions } from './json-options.ts';
import { JsonReader } from './json-reader.ts';
import { JsonWriter } from './json-writer.ts';

export function cjsonLibrary(machine: LuaMachine, shared: JsonOptions): HostLibrary {
  const args = new Arguments(machine);
  const writer = new JsonWriter(machine);
  const reader = new JsonReader(machine);
  const own = new OwnOptions(machine);
  const taken = (): JsonOptions => own.take() ?? shared;
  return {
    functions: {
      encode: (state) => {
        const options = taken();
        if (args.count(state) !== 1) args.fail(state, 0, 'encode', 'expected 1 argument');
        machine.pushLatin1(state, writer.write(state, args.at(state, 0), options));
        return 1;
      },
      decode: (state) => {
        const options = taken();
        if (args.count(state) !== 1) args.fail(state, 0, 'decode', 'expected 1 argument');
        reader.push(state, Buffer.from(args.string(state, 0, 'decode')), options);
        return 1;
      },
      use: (state) => {
        own.use(machine.pointer(args.at(state, 0)));
        return 0;
      },
      ...optionFunctions(args, taken),
    },
    constants: { null: null, _NAME: 'cjson', _VERSION: '2.1.0' },
  };
}

/** Options that stand in a table of Lua. */
class OwnOptions {
  readonly #machine: LuaMachine;
  readonly #options = new JsonOptions();
  readonly #words = new Int32Array(JSON_OPTION_WORDS);
  #table = 0;
  #isUsed = false;

  constructor(machine: LuaMachine) {
    this.#machine = machine;
    this.#options.onSaved = () => this.#save();
  }

  /** The next call is about these. */
  use(table: number): void {
    const machine = this.#machine;
    const version = this.#words[0]! + 1;
    for (let i = 0; i < JSON_OPTION_WORDS; i++) this.#words[i] = machine.number(machine.item(table, i + 1));
    this.#words[0] = version;
    this.#options.load(this.#words);
    this.#table = table;
    this.#isUsed = true;
  }

  take(): JsonOptions | undefined {
    if (!this.#isUsed) return undefined;
    this.#isUsed = false;
    return this.#options;
  }

  #save(): void {
    const machine = this.#machine;
    for (let i = 0; i < JSON_OPTION_WORDS; i++) {
      machine.numbers[machine.item(this.#table, i + 1) >>> 3] = this.#words[i]!;
    }
  }
}
