/** As much of redlock, which brings no types, as its test needs. */
declare module 'redlock' {
  import type { Redis } from 'ioredis';

  export interface Lock {
    unlock(): Promise<void>;
    extend(ms: number): Promise<Lock>;
  }

  export default class Redlock {
    constructor(
      clients: readonly Redis[],
      options: { readonly retryCount: number; readonly retryDelay?: number; readonly retryJitter?: number },
    );
    lock(resource: string, ms: number): Promise<Lock>;
  }
}
