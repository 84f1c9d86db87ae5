import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { bytes, flag, key, oneof, optional, repeat, token, value } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { type Call, command } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { isZeroId } from '../../values/stream/stream-id.ts';
import { replyId } from './stream-id-reply.ts';
import { OPEN_ID, WHOLE_ID } from './stream-id-text.ts';
import { OTHER_TYPE, writeStream } from './stream-lookup.ts';
import { NO_ID, readTrimming, trim, trimming, WRONG_ARGUMENTS } from './trim-arguments.ts';
import { trimGrammar } from './trim-grammar.ts';

export default command({
  name: 'xadd',
  summary: 'Adds an entry at the end of a stream, which is created if there is none.',
  since: '5.0.0',
  group: 'stream',
  complexity: 'O(1) for the entry, O(N) for the N entries that trimming deletes.',
  flags: ['write', 'denyoom', 'fast'],
  tips: ['nondeterministic_output'],
  keyNotes: ['UPDATE rather than INSERT, because trimming may delete.'],
  history: [
    ['6.2.0', 'The options `NOMKSTREAM`, `MINID` and `LIMIT`.'],
    ['7.0.0', 'IDs whose sequence is chosen: `<ms>-*`.'],
  ],
  arity: -5,
  args: { key: key('RW update'), words: repeat(value()) },
  documentedArgs: {
    key: key('RW update'),
    nomkstream: flag('NOMKSTREAM', { since: '6.2.0' }),
    trim: optional(trimGrammar()),
    idSelector: oneof({ autoId: token('*'), id: bytes({ sample: '99-1' }) }),
    data: repeat({ field: value(), value: value() }),
  },
  examples: [
    ['XADD temperatures 1-1 room 20.5', '"1-1"'],
    ['XADD temperatures MAXLEN ~ 1000 1-* room 20.7', '"1-2"'],
    ['XLEN temperatures', '(integer) 2'],
  ],
  allocates: (call, args) => call.types.streams.addBound(args.key, args.words.first, args.words.count),
  run(call, args) {
    const { streams } = call.types;
    const idAt = readTrimming(call, args.words.first, true);
    if (idAt === WRONG_ARGUMENTS) return;
    const texts = call.args.argc - idAt - 1;
    if (texts < 2 || texts % 2 !== 0) return call.fail(ERROR.wrongArity, 'xadd');
    const { id } = streams.entries.draft;
    if (trimming.newId === WHOLE_ID && isZeroId(id, 0)) return call.fail(ERROR.streamIdZero);
    let root = writeStream(call, args.key);
    if (root === OTHER_TYPE) return;
    if (root === NO_REF && trimming.noMkStream) return call.reply.null();
    const problem = chooseId(call, root);
    if (problem !== ERROR.none) return call.fail(problem);
    if (root === NO_REF || !streams.appendShort(args.key, root, idAt + 1, texts)) {
      streams.describe((idAt + 1) as ArgIndex, texts / 2);
      if (root === NO_REF) root = streams.create(args.key);
      streams.append(args.key, root);
    }
    replyId(call.reply, id, 0);
    trim(call, args.key, root);
  },
});

/** Completes the ID of the entry. @returns the code of the error if it cannot be added */
function chooseId(call: Call, root: Ref): number {
  const { streams } = call.types;
  if (root !== NO_REF && streams.isExhausted(root)) return ERROR.streamExhausted;
  if (trimming.newId === NO_ID) return streams.nextId(root, call.now()) ? ERROR.none : ERROR.streamIdSmall;
  if (trimming.newId === OPEN_ID && !streams.nextSequence(root)) return ERROR.streamIdSmall;
  const small = root !== NO_REF && streams.compareLast(root, streams.entries.draft.id, 0) >= 0;
  return small ? ERROR.streamIdSmall : ERROR.none;
}
