/**
 * Who is ahead, over a long time and over shorter ones: a rule is worth a change as soon as one of them shows it.
 *
 * Problem: rules that differ by a point need thousands of reads to be told apart, but a workload may go from one phase to
 * the next in fewer, and what decides by the long run has then the rule of the phase before in force.
 * Idea: the same reads are counted with several half-lives. The shortest that shows a leader decides, and asks for more
 * certainty, since it is asked more often in its own time; what only the long run shows must not be contradicted by a
 * shorter one, lest the rules take turns.
 * Cost: a scoreboard each, some 50 ns a sampled read.
 * Gives up: phases of less than a few hundred sampled reads, which pass before anything is certain.
 */
import { Scoreboard } from './scoreboard.ts';

/** Half-lives as shares of the longest, and the standard deviations that count as certain. */
const SPANS = [
  { share: 1 / 16, confidence: 3.5 },
  { share: 1 / 4, confidence: 3 },
  { share: 1, confidence: 2.5 },
] as const;

export class Horizons {
  /** The shortest first. */
  readonly #boards: readonly Scoreboard[];
  readonly #longest: Scoreboard;

  constructor(rules: number) {
    this.#boards = SPANS.map(({ confidence }) => new Scoreboard(rules, confidence));
    this.#longest = this.#boards.at(-1)!;
  }

  /** @param reads after which a read counts half in the long run */
  setHalfLife(reads: number): void {
    SPANS.forEach(({ share }, i) => {
      this.#boards[i]!.setHalfLife(reads * share);
    });
  }

  /** A read that some rules would have hit. @param hitMask a bit a rule */
  count(hitMask: number, cost: number): void {
    for (const board of this.#boards) board.count(hitMask, cost);
  }

  /** See `Scoreboard.expect`. */
  expect(reads: number): void {
    this.#longest.expect(reads);
  }

  /** What each rule would have saved of late, as a share of what there was to save: the long run. */
  shares(): number[] {
    return this.#longest.shares();
  }

  /** The rule to have in force now: another one than before if it is certainly better. */
  leader(inForce: number): number {
    for (let i = 0; i < this.#boards.length; i++) {
      const leader = this.#boards[i]!.leader(inForce);
      if (leader !== inForce && !this.#contradicts(i, inForce, leader)) return leader;
    }
    return inForce;
  }

  /** Whether a span shorter than that of a board shows the contrary. */
  #contradicts(board: number, inForce: number, leader: number): boolean {
    for (let i = 0; i < board; i++) if (this.#boards[i]!.isAhead(inForce, leader)) return true;
    return false;
  }
}
