/** What a session needs of the thread around it. */
import type { Connection } from './connection.ts';

export interface SessionHost {
  /** Whether a connection whose commands take long lets others have their turn: there is an event loop that serves them. */
  readonly takesTurns: boolean;
  /** Called once a read batch, before its first command. @returns false when the client was killed meanwhile */
  beginBatch(connection: Connection): boolean;
  /** Called when the batch is answered. */
  endBatch(connection: Connection): void;
  /**
   * Makes room for the pages of a large argument and keeps it until `unreserveLarge`.
   * @param isPatient whether the caller can ask again soon @returns ROOM; NO_ROOM; or, if it is, ROOM_LATER
   */
  reserveLarge(bytes: number, isPatient: boolean): number;
  /** A connection waits for room for its large argument: the host calls `Session.goAhead` soon. */
  waitsForRoom(connection: Connection): void;
  /** The reserved pages were taken, or will not be. */
  unreserveLarge(bytes: number): void;
  /** A command waits: the host offers it again with `resume`. */
  parked(connection: Connection): void;
  /** Output that waits has grown: the host applies client-output-buffer-limit. @returns false if the client must go. */
  outputAllowed(connection: Connection): boolean;
  /** Whether so many bytes of replies may be sent to the client at all. */
  outputFits(connection: Connection, bytes: number): boolean;
  closed(connection: Connection): void;
}
