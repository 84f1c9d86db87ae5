/**
 * Output that the kernel has not taken yet, in order: copies of small writes, and views that are held as they are.
 * It exists only while a reader is slower than the server, or while writes are gathered.
 *
 *   head ─▶ [copy ........] ─▶ [held view] ─▶ [copy ....│room] ◀─ tail
 */
import { NO_TOKEN } from './transport.ts';

const FIRST_COPY_BYTES = 512;
const LARGEST_COPY_BYTES = 64 * 1024;

export class Segment {
  readonly memory: Buffer;
  start: number;
  end: number;
  readonly held: boolean;
  readonly token: number;
  next: Segment | null = null;

  constructor(memory: Buffer, start: number, end: number, held: boolean, token: number) {
    this.memory = memory;
    this.start = start;
    this.end = end;
    this.held = held;
    this.token = token;
  }
}

export class WriteQueue {
  head: Segment | null = null;
  /** Bytes in all segments. */
  bytes = 0;
  /** Those of them in views that are held: memory of others. */
  heldBytes = 0;
  #tail: Segment | null = null;
  /** The kernel layer works on the head: nothing may be appended to its memory. */
  headIsBusy = false;

  /** Appends a copy of `buf[start, end)`. */
  copy(buf: Buffer, start: number, end: number): void {
    let from = start;
    const tail = this.#tail;
    if (tail !== null && !tail.held && !(tail === this.head && this.headIsBusy)) {
      const room = tail.memory.length - tail.end;
      const taken = Math.min(room, end - from);
      buf.copy(tail.memory, tail.end, from, from + taken);
      tail.end += taken;
      this.bytes += taken;
      from += taken;
    }
    if (from === end) return;
    const wanted = tail === null ? FIRST_COPY_BYTES : Math.min(2 * tail.memory.length, LARGEST_COPY_BYTES);
    const memory = Buffer.allocUnsafeSlow(Math.max(wanted, FIRST_COPY_BYTES, end - from));
    const length = buf.copy(memory, 0, from, end);
    this.#push(new Segment(memory, 0, length, false, NO_TOKEN));
  }

  /** Appends `view[start, …)` as it is; its memory must not change before it is taken off. */
  hold(view: Buffer, start: number, token: number): void {
    this.heldBytes += view.length - start;
    this.#push(new Segment(view, start, view.length, true, token));
  }

  /** Appends a full view that is the transport's own. */
  lend(view: Buffer): void {
    this.#push(new Segment(view, 0, view.length, false, NO_TOKEN));
  }

  /** Takes the head off. */
  shift(): Segment | null {
    const head = this.head;
    if (head === null) return null;
    this.head = head.next;
    if (this.head === null) this.#tail = null;
    this.bytes -= head.end - head.start;
    if (head.held) this.heldBytes -= head.end - head.start;
    this.headIsBusy = false;
    return head;
  }

  /** The first `most` segments, and of these the first `bytes` bytes, as views for one gathering write. */
  views(most: number, bytes: number): Buffer[] {
    const views: Buffer[] = [];
    let left = bytes;
    for (let each = this.head; each !== null && left > 0 && views.length < most; each = each.next) {
      const length = Math.min(left, each.end - each.start);
      views.push(each.memory.subarray(each.start, each.start + length));
      left -= length;
    }
    return views;
  }

  /** Marks `count` bytes of the head as sent; fewer than it has. */
  advance(count: number): void {
    this.head!.start += count;
    this.bytes -= count;
    if (this.head!.held) this.heldBytes -= count;
  }

  #push(segment: Segment): void {
    if (this.#tail === null) this.head = segment;
    else this.#tail.next = segment;
    this.#tail = segment;
    this.bytes += segment.end - segment.start;
  }
}
