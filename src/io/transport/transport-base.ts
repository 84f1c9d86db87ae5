// HOT: `intake` runs once a read; no closures, no allocation.
/** What both transports share: where received bytes go. */
import type { Transport, TransportHandler } from './transport.ts';

/** As Redis probes an idle peer: so many probes, spread over one more idle period. */
export const KEEP_ALIVE_PROBES = 3;

export abstract class TransportBase {
  readonly handler: TransportHandler;
  owner: unknown = undefined;
  mayWait = false;
  open = true;
  bytesRead = 0;
  filledBytes = 0;
  private target: Buffer | null = null;

  constructor(handler: TransportHandler) {
    this.handler = handler;
  }

  /** Sockets tell by closing, in their turn. */
  get hasLeft(): boolean {
    return false;
  }

  readInto(view: Buffer | null): void {
    this.target = view !== null && view.length > 0 ? view : null;
    this.filledBytes = 0;
  }

  /** Whether what comes next goes into a view of the owner's. */
  protected get isFilling(): boolean {
    return this.target !== null;
  }

  /** Routes `buf[start, end)`: first into the view of `readInto`, the rest to the handler. */
  protected intake(self: Transport, buf: Buffer, start: number, end: number): void {
    this.bytesRead += end - start;
    let from = start;
    while (this.target !== null && this.open) {
      const target = this.target;
      const room = target.length - this.filledBytes;
      const taken = end - from < room ? end - from : room;
      buf.copy(target, this.filledBytes, from, from + taken);
      this.filledBytes += taken;
      from += taken;
      if (taken < room) return;
      this.target = null;
      this.handler.onFilled(self);
      if (from === end) return;
    }
    if (this.open) this.handler.onData(self, buf, from, end);
  }
}
