// HOT: runs once a command; no closures, no allocation on the path of a command that succeeds.
/** Makes a request the call's: its arguments are read, and there is room for what it may store. No lock is held. */
import { NO_ERROR } from '../../protocol/command/parse-error.ts';
import type { LargeSink } from '../memory/large/large-sink.ts';
import type { Client } from './client.ts';
import type { CommandTimer } from './command-timer.ts';
import type { Call } from './context.ts';
import { type MemoryGate, NO_ROOM, PATIENT_TURNS, ROOM, ROOM_LATER } from './memory-gate.ts';
import { refuseArguments, refuseMemory } from './refusals.ts';
import type { ParsedRequest, Row } from './request.ts';
import { DENY_OOM, RUNS_LUA } from './row-traits.ts';

/** What `admit` answers for a command whose arguments say nothing that it could do. */
export const BAD_ARGUMENTS = 2;

/** The call and the store look at this request from now on. HOT. */
export function setRequest(call: Call, client: Client, request: ParsedRequest): void {
  const { store, strings } = call;
  call.args = request;
  // Clients and sinks are young objects: to store one in an old object costs the collector's write barrier.
  if (call.client !== client) call.client = client;
  if (strings.sinks !== request.sinks) strings.sinks = request.sinks as readonly (LargeSink | null)[];
  store.args = request;
  store.db = client.db;
  store.touches = !client.noTouch;
  store.counts = client.counts;
}

export class Admission {
  readonly #call: Call;
  readonly #memory: MemoryGate;
  readonly #timer: CommandTimer;

  constructor(call: Call, memory: MemoryGate, timer: CommandTimer) {
    this.#call = call;
    this.#memory = memory;
    this.#timer = timer;
  }

  /** @returns ROOM, ROOM_LATER for a command that is to be offered again, or NO_ROOM, BAD_ARGUMENTS: it was refused */
  admit(client: Client, request: ParsedRequest, row: Row, traits: number): number {
    const call = this.#call;
    setRequest(call, client, request);
    if (!this.#timer.isRunOf(row)) call.store.forgetTime();
    const error = row.parse(request);
    if (error !== NO_ERROR) {
      this.#timer.endRun();
      const isUnknown = (traits & RUNS_LUA) !== 0 && call.server.scripts.refusesUnknown(call, row);
      if (!isUnknown) refuseArguments(call, row, error);
      return BAD_ARGUMENTS;
    }
    const isRefusedLarge = request.sinks.length > 0 && request.sinks.includes(null);
    if (!isRefusedLarge && (traits & DENY_OOM) === 0) return ROOM;
    if (call.store.heap.extents.isShort) this.#touchNext();
    const room = isRefusedLarge ? NO_ROOM : this.#memory.admit(call, row, client.roomTurns < PATIENT_TURNS);
    if (room !== ROOM) return this.#notNow(client, room);
    if (client.roomTurns !== 0) client.roomTurns = 0;
    return ROOM;
  }

  /** cold: now and then while the heap grows. No lock is held, so it is no part of a run, which counts as one hold. */
  #touchNext(): void {
    this.#timer.endRun();
    this.#memory.touchNext(this.#call);
  }

  /** cold: at the limit. */
  #notNow(client: Client, room: number): number {
    this.#timer.endRun();
    if (room === ROOM_LATER) {
      client.roomTurns++;
    } else {
      client.roomTurns = 0;
      refuseMemory(this.#call);
    }
    return room;
  }
}
