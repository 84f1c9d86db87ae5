/** What CLIENT TRACKING says of one client, on its thread. */
export interface TrackingOptions {
  /** Id of the client that gets the invalidations; 0 for this one. */
  readonly redirect: number;
  /** With `bcast`: latin1; none stands for every key. */
  readonly prefixes: readonly string[];
  readonly bcast: boolean;
  readonly optin: boolean;
  readonly optout: boolean;
  readonly noloop: boolean;
}

export class ClientTracking implements TrackingOptions {
  redirect = 0;
  readonly prefixes: string[] = [];
  readonly bcast: boolean;
  optin = false;
  optout = false;
  noloop = false;
  /** CLIENT CACHING was said of the next command. */
  caching = false;
  /** The client that gets the invalidations is gone. */
  broken = false;
  /** Row of that client. */
  redirectSlot = -1;
  /** In which group of trackers (store/observers/tracked-keys.ts) this one is which bit. */
  readonly tracker: number;
  readonly group: number;
  readonly bit: number;

  constructor(bcast: boolean, tracker: number, group: number) {
    this.bcast = bcast;
    this.tracker = tracker;
    this.group = group;
    this.bit = 1 << (tracker & 31);
  }

  /** Whether keys of the command that is being run are remembered. */
  get remembers(): boolean {
    if (this.bcast) return false;
    return this.optin ? this.caching : !(this.optout && this.caching);
  }
}
