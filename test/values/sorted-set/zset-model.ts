/** What a sorted set should be: a Map and a sort. */

export class ScoreModel {
  readonly scores = new Map<string, number>();

  /** Members in their order. */
  sorted(): [member: string, score: number][] {
    return [...this.scores].sort(([a, x], [b, y]) => x - y || Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }

  removeRange(from: number, to: number): void {
    for (const [member] of this.sorted().slice(from, to)) this.scores.delete(member);
  }

  rank(member: string): number {
    return this.sorted().findIndex(([name]) => name === member);
  }

  countBelowScore(score: number, inclusive: boolean): number {
    return [...this.scores.values()].filter((have) => (inclusive ? have <= score : have < score)).length;
  }

  /** For sets whose scores are all the same. */
  countBelowMember(member: string, inclusive: boolean): number {
    return [...this.scores.keys()].filter((have) => {
      const order = Buffer.compare(Buffer.from(have), Buffer.from(member));
      return inclusive ? order <= 0 : order < 0;
    }).length;
  }
}
