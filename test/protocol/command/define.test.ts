import { describe, expectTypeOf, it } from 'vitest';
import type { ArgIndex, ArgList, ArgRange } from '../../../protocol/command/arguments.ts';
import { defineCommand } from '../../../protocol/command/define.ts';
import {
  bytes,
  counted,
  flag,
  flags,
  halves,
  int64,
  integer,
  key,
  list,
  multiOption,
  oneof,
  option,
  optional,
  pattern,
  repeat,
  token,
  value,
} from '../../../protocol/command/grammar.ts';

const command = defineCommand<{ reply(text: string): void }, number>();

const facts = {
  summary: 'Example.',
  since: '1.0.0',
  group: 'string',
  complexity: 'O(1)',
  flags: ['write'],
  examples: [['X', 'OK']],
} as const;

describe('the type of a command’s arguments', () => {
  it('follows from its grammar', () => {
    command({
      ...facts,
      name: 'example',
      args: {
        key: key('RW access update'),
        value: value(),
        condition: optional(oneof(['NX', 'XX'])),
        get: flag('GET'),
        expiration: optional(
          oneof({ seconds: token('EX', integer()), box: token('BOX', repeat(bytes())), keepttl: token('KEEPTTL') }),
        ),
        mode: oneof({ sync: token('SYNC', { since: '6.2.0' }), async: token('ASYNC') }),
        count: option('COUNT', integer()),
        by: int64(),
        several: flags(['GT', 'LT']),
        keys: counted(key('RO access')),
        get2: multiOption('GET', pattern()),
        ops: list(oneof({ a: token('A', integer()), b: token('B', integer()) })),
        streams: halves({ keys: key('RO access'), ids: bytes() }),
      },
      run(_call, args) {
        expectTypeOf(args.key).toEqualTypeOf<ArgIndex>();
        expectTypeOf(args.condition).toEqualTypeOf<'NX' | 'XX' | undefined>();
        expectTypeOf(args.get).toEqualTypeOf<boolean>();
        expectTypeOf(args.mode).toEqualTypeOf<'SYNC' | 'ASYNC'>();
        expectTypeOf(args.count).toEqualTypeOf<number | undefined>();
        expectTypeOf(args.by).toEqualTypeOf<number | bigint>();
        expectTypeOf(args.several.gt).toEqualTypeOf<boolean>();
        expectTypeOf(args.keys).toEqualTypeOf<ArgRange>();
        expectTypeOf(args.get2).toEqualTypeOf<ArgList<ArgIndex>>();
        expectTypeOf(args.streams.ids).toEqualTypeOf<ArgRange>();
        if (args.expiration?.is === 'seconds') expectTypeOf(args.expiration.value).toEqualTypeOf<number>();
        if (args.expiration?.is === 'box') expectTypeOf(args.expiration.value).toEqualTypeOf<ArgRange>();
        return 0;
      },
    });
  });
});
