/** The three forms of LCS' reply. */
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { Subsequences } from './subsequence.ts';

export class LcsReply {
  readonly #subsequences = new Subsequences();
  #a: Buffer = Buffer.alloc(0);
  #b: Buffer = Buffer.alloc(0);
  #length = 0;

  /** Takes copies of two strings (NO_REF is an empty one). @returns false when comparing takes too much memory */
  take(call: Call, a: Ref, b: Ref): boolean {
    const lengthA = a === NO_REF ? 0 : call.strings.length(a);
    const lengthB = b === NO_REF ? 0 : call.strings.length(b);
    if (Subsequences.bytesFor(lengthA, lengthB) > call.settings.current.protoMaxBulkLen) return false;
    this.#a = copyOf(call, a, lengthA);
    this.#b = copyOf(call, b, lengthB);
    return true;
  }

  /** Compares them: for long strings that takes seconds. */
  compare(): void {
    this.#length = this.#subsequences.compare(this.#a, this.#a.length, this.#b, this.#b.length);
  }

  replyLength({ reply }: Call): void {
    reply.integer(this.#length);
  }

  replyText({ reply }: Call): void {
    const { run } = this.#subsequences;
    const text = Buffer.allocUnsafe(this.#length);
    let at = this.#length;
    while (this.#subsequences.previousRun()) {
      at -= run.length;
      this.#a.copy(text, at, run.startA, run.startA + run.length);
    }
    reply.bulk(text, 0, text.length);
  }

  /** A map of the runs that are at least as long as `least`, last first, and of the length. */
  replyRuns({ reply }: Call, least: number, withLengths: boolean): void {
    const { run } = this.#subsequences;
    reply.map(2);
    reply.bulkLatin1('matches');
    const header = reply.deferred();
    let count = 0;
    while (this.#subsequences.previousRun()) {
      if (run.length < least) continue;
      count++;
      reply.array(withLengths ? 3 : 2);
      for (const start of [run.startA, run.startB]) {
        reply.array(2);
        reply.integer(start);
        reply.integer(start + run.length - 1);
      }
      if (withLengths) reply.integer(run.length);
    }
    reply.resolveDeferred(header, 'array', count);
    reply.bulkLatin1('len');
    reply.integer(this.#length);
  }
}

function copyOf(call: Call, ref: Ref, length: number): Buffer {
  const copy = Buffer.allocUnsafe(length);
  if (length > 0) call.strings.copyOut(ref, 0, length, copy, 0);
  return copy;
}
