/** What HOTKEYS asks of the server. */

export interface HotKeySession {
  readonly byTime: boolean;
  readonly byNetwork: boolean;
  /** Keys that are told. */
  readonly count: number;
  /** 0: until it is stopped. */
  readonly durationMs: number;
  /** One command in so many is looked at. */
  readonly sampleRatio: number;
}

/** A key and its estimated weight. */
export interface HotKey {
  readonly key: Buffer;
  readonly weight: number;
}

export interface HotKeyReport extends HotKeySession {
  readonly isActive: boolean;
  readonly startedMs: number;
  readonly elapsedMs: number;
  /** Of all commands, while the session lasted. */
  readonly commandUs: number;
  readonly networkBytes: number;
  /** Processor time of the process. */
  readonly userUs: number;
  readonly systemUs: number;
  /** By time in µs, and by bytes on the network; the heaviest first. */
  readonly timed: readonly HotKey[];
  readonly sent: readonly HotKey[];
}

export interface HotKeysPort {
  /** @returns false while a session is under way */
  start(session: HotKeySession): boolean;
  /** @returns false when none was under way */
  stop(): boolean;
  /** Forgets the last session. @returns false while it is under way */
  reset(): boolean;
  /** Undefined without a session. */
  report(): HotKeyReport | undefined;
}
