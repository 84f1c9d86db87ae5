/** A connection to nobody: what is written to it is gone at once. */

import type { Transport } from '../../../src/io/transport/transport.ts';
import { TransportBase } from '../../../src/io/transport/transport-base.ts';

export class NullTransport extends TransportBase implements Transport {
  readonly pendingBytes = 0;
  readonly copiedBytes = 0;
  readonly remoteAddress = '127.0.0.1';
  readonly remotePort = 1;
  readonly localAddress = '127.0.0.1';
  readonly localPort = 2;
  readonly family = 'IPv4';
  readonly fd = -1;

  /** Bytes that were written. */
  written = 0;

  write(_buf: Buffer, start: number, end: number): boolean {
    this.written += end - start;
    return true;
  }

  writeHeld(view: Buffer): boolean {
    this.written += view.length;
    return true;
  }

  cork(): void {}
  uncork(): boolean {
    return true;
  }
  pauseRead(): void {}
  resumeRead(): void {}
  end(): void {
    this.open = false;
  }
  destroy(): void {
    this.open = false;
  }
  setKeepAlive(): void {}
  setNoDelay(): void {}
}
