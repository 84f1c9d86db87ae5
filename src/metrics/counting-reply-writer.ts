/** The reply writer of an io thread: errors are counted by their kind as they are written. */
import { type ReleaseExternal, ReplyWriter } from '../../protocol/resp/reply-writer.ts';
import type { ErrorCounts } from './error-counts.ts';

export class CountingReplyWriter extends ReplyWriter {
  readonly #counts: ErrorCounts;

  /** @param isRare see ReplyBuffer */
  constructor(release: ReleaseExternal, counts: ErrorCounts, isRare = false) {
    super(release, isRare);
    this.#counts = counts;
  }

  override error(text: string): void {
    this.#counts.add(text);
    super.error(text);
  }

  override errorLine(line: Buffer): void {
    this.#counts.add(line);
    super.errorLine(line);
  }
}
