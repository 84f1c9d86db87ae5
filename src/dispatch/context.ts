/**
 * What a command sees of the server: one `Call` a thread, filled anew for each command, and ports to what lies behind
 * it. The ports are interfaces, so that commands depend on no thread, socket or worker.
 */
import type { ArgIndex, RequestArgs } from '../../protocol/command/arguments.ts';
import { defineCommand } from '../../protocol/command/define.ts';
import { errorLine, errorText } from '../../protocol/resp/errors.ts';
import { MOST_BY_WORDS, type ReplyWriter } from '../../protocol/resp/reply-writer.ts';
import type { SettingsView } from '../config/shared-settings.ts';
import { wallClockUs } from '../memory/clock.ts';
import { SLAB_SHIFT } from '../memory/layout.ts';
import type { LargeRef, Ref } from '../memory/types.ts';
import type { DataTypes } from '../store/data-types.ts';
import { GraveSweeper } from '../store/flush.ts';
import type { Keyspace } from '../store/keyspace.ts';
import type { Strings } from '../store/strings/strings.ts';
import { UnlockedWork } from '../store/unlocked-work.ts';
import type { Client } from './client.ts';
import type { BlockingPort } from './ports/blocking.ts';
import type { ServerPorts } from './ports.ts';
import { traitsOf } from './row-traits.ts';
import type { ShardWalk } from './shard-walk.ts';

/** `run` returns nothing when the command is done, or why it has to wait. */
export type Outcome = ParkReason | undefined | void;

/** Why a command waits. */
export const PARKED_LOCKS = 1;
export const PARKED_PAUSE = 2;
export const PARKED_BLOCKED = 3;
/** The script thread is to run it. */
export const PARKED_SCRIPT = 4;
/** The script thread is to run a script of its transaction, which keeps its locks. */
export const PARKED_HELD = 5;
export type ParkReason = number;

/** What a blocking command that finds nothing answers inside a transaction. */
export const NIL = 0;
export const NIL_ARRAY = 1;
/** For `Call.block`: the command is also run again when one of its keys is deleted or becomes another type. */
export const BLOCK_NO_KEY = 1;

/** The command that is being run. */
export class Call {
  readonly store: Keyspace;
  readonly strings: Strings;
  readonly types: DataTypes;
  /** Another one while a blocked client is served. */
  reply: ReplyWriter;
  readonly settings: SettingsView;
  readonly server: ServerPorts;
  /** By row of the table of commands: bits of `row-traits.ts`. */
  readonly traits: Uint8Array;
  readonly walk: ShardWalk;
  readonly graves: GraveSweeper;
  /** What commands do when their locks are given back. */
  readonly unlocked: UnlockedWork;
  /** Set by a command that answers only when the memory of what it flushed is free. */
  waitsForGraves = false;
  /** Where the reply of this command begins, when it may have to be dropped. */
  replyMark = 0;
  /** The request: argument i is `args.buf[args.argStart[i] …]`, unless argStart[i] is negative (a large argument). */
  args!: RequestArgs;
  client!: Client;
  /** Where commands wait for keys; undefined where nothing can wait: then they answer at once. */
  blocking: BlockingPort | undefined;
  /** Called once when the reply of the running command is written and its locks are given back. */
  afterReply: (() => void) | undefined;
  /** Whether so many bytes may be allocated, for what is kept outside the store. */
  hasRoom: (bytes: number) => boolean = () => true;
  /** Gives back locks that are kept from one script to the next: before anything that takes locks, or time. */
  letGo: () => void = () => undefined;
  /** Set while commands run one after the other under the same locks (EXEC, scripts): they never wait. */
  inTransaction = false;
  /** Set while a script calls commands: what they reply must not depend on the order of a table. */
  inScript = false;
  /** What `nowUs` has told such commands; 0 before one has asked. */
  frozenUs = 0;

  constructor(
    store: Keyspace,
    types: DataTypes,
    walk: ShardWalk,
    reply: ReplyWriter,
    settings: SettingsView,
    server: ServerPorts,
  ) {
    this.store = store;
    this.graves = new GraveSweeper(store);
    this.unlocked = new UnlockedWork(store, types.strings.prepared);
    this.strings = types.strings;
    this.types = types;
    this.walk = walk;
    this.reply = reply;
    this.settings = settings;
    this.server = server;
    this.traits = Uint8Array.from(server.table.rows, traitsOf);
  }

  /** Called when the locks of a command that held all of them are given back. */
  afterAllLocks(): void {
    if (!this.waitsForGraves) return;
    this.waitsForGraves = false;
    this.graves.freeAll(this.walk);
  }

  /** Time of the command, ms since 1970. */
  now(): number {
    return this.store.now();
  }

  /** Microseconds since 1970, at this very moment; the commands of a transaction or script all see the same. */
  nowUs(): number {
    if (!this.inTransaction) return wallClockUs();
    if (this.frozenUs === 0) this.frozenUs = wallClockUs();
    return this.frozenUs;
  }

  /** Names a key that the command waits for, before `block`. */
  waitFor(key: ArgIndex): void {
    if (!this.inTransaction) this.blocking?.waitFor(key);
  }

  /** What a word such as `$` means now it shall mean when the command is run again. Before `block`. */
  replaceArgument(index: ArgIndex, text: string): void {
    if (!this.inTransaction) this.blocking?.replaceArgument(index, text);
  }

  /**
   * The command found nothing: the client waits for the keys of `waitFor`, and the command is run again when one of them
   * is there with this type. Nothing was changed or replied yet. When the time is over it is answered a null array, as in
   * Redis whatever the command; inside a transaction it does not wait and replies its `nil`.
   * @param timeoutMs 0 for ever @param nil NIL or NIL_ARRAY @param options 0 or BLOCK_NO_KEY
   */
  block(type: number, timeoutMs: number, nil: number, options = 0): Outcome {
    if (this.blocking !== undefined && !this.inTransaction) {
      return this.blocking.block(this, type, timeoutMs, options === BLOCK_NO_KEY);
    }
    if (nil === NIL) this.reply.null();
    else this.reply.nullArray();
    return undefined;
  }

  /** Replies with an error of the table. @param command name to fill in, where the text has one */
  fail(code: number, command = ''): void {
    const line = errorLine(code);
    if (line !== null) this.reply.errorLine(line);
    else this.reply.error(errorText(code, command));
  }

  /** Replies with the bytes of a string value as one bulk. A large one is pinned and sent without a copy. */
  replyString(ref: Ref): void {
    const { records } = this.store;
    if (!records.isLarge(ref)) {
      const start = records.valueAt(ref);
      const length = records.valueLength(ref);
      if (length <= MOST_BY_WORDS)
        this.reply.bulkOfWords(this.store.heap.slabs.data[ref >>> SLAB_SHIFT]!, start, start + length);
      else this.reply.bulk(records.bytesOf(ref), start, start + length);
      return;
    }
    this.replyLarge(records.largeRef(ref));
  }

  /** Replies with the bytes of a large object, whose owner's lock is held, as one bulk: pinned, and sent without a copy. */
  replyLarge(object: LargeRef): void {
    const { large } = this.store;
    large.pin(object);
    this.reply.bulkHeader(large.length(object));
    this.reply.external(NO_VIEW, object);
    this.reply.crlf();
  }

  /** The argument as text, every byte a character. Not for the hot path. */
  text(argument: ArgIndex | number): string {
    const start = this.args.argStart[argument]!;
    return (this.args.buf as Buffer).toString('latin1', start, start + this.args.argLen[argument]!);
  }

  /** The argument as UTF-8 text. Not for the hot path. */
  utf8(argument: ArgIndex | number): string {
    const start = this.args.argStart[argument]!;
    return (this.args.buf as Buffer).toString('utf8', start, start + this.args.argLen[argument]!);
  }
}

/** `replyString` under the lock pins a large value; its pages are sent when the lock is gone. */
const NO_VIEW = Buffer.alloc(0);

/** Defines a command of this server: the row's `run` gets a Call. */
export const command = defineCommand<Call, Outcome>();
