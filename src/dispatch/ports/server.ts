/** What server commands may ask: statistics, logs, lifecycle. */
export interface ServerPort {
  readonly startedMs: number;
}
