/** What commands ask of client-side caching. */
import type { Client } from '../client.ts';
import type { TrackingOptions } from '../client-tracking.ts';

export interface TrackingPort {
  /** The client tracks from now on, or in another way. @returns false when there is no room for a prefix */
  begin(client: Client, options: TrackingOptions): boolean;
  /** It tracks no longer. */
  end(client: Client): void;
}

/** Invalidations of other threads for clients of this one. */
export interface InvalidationMail {
  /** Some have come. HOT. */
  readonly isWaiting: boolean;
  /** Gives them to the clients; those for the client of the running command go before its reply. No lock is held. */
  read(): void;
}
