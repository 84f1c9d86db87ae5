/**
 * Hit ratio by size of the cache, from the distances of sampled reads.
 *
 * Reads are counted in buckets of their distance, sixteen to a factor of two, each with the weight that its sampling
 * rate gives it. How many reads there really were is known; what the sample has too few or too many of them goes to the
 * smallest distance, where keys are that are read so often that the sample holds none or too many of them.
 * The keys also fall into eight groups, and how much the groups' curves differ tells how far the whole may be off; a
 * sample without the keys that matter has groups that agree, but it has too few reads, and those count as doubtful.
 * Counts lose half of their weight in an hour, so that the curve follows the workload.
 * Source: C. Waldspurger et al., "Efficient MRC construction with SHARDS" (FAST '15), the adjusted, fixed-size form.
 */

export const GROUPS = 8;
const PER_OCTAVE = 16;
const LOWEST = 4 * PER_OCTAVE;
const BUCKETS = 44 * PER_OCTAVE - LOWEST;
const HALF_LIFE_MS = 3_600_000;
/** Standard errors that a stated error covers: 95 of 100 cases. */
const COVERAGE = 2;

export interface CurvePoint {
  readonly bytes: number;
  /** 0 … 1 */
  readonly hitRatio: number;
  /** How far it may be off, by the sample: ± so much in 95 of 100 cases. */
  readonly error: number;
}

export class HitCurve {
  /** By bucket; then the same for each group. */
  readonly #weights = new Float64Array(BUCKETS);
  readonly #groups = new Float64Array(GROUPS * BUCKETS);
  readonly #groupSums = new Float64Array(GROUPS);
  #sum = 0;
  /** Reads there really were. */
  #reads = 0;
  /** Reads whose samples were lost. */
  #lost = 0;
  /** Sampled reads, undecayed. */
  samples = 0;
  #lastDecayMs = 0;

  static readonly memoryBytes: number = BUCKETS * 8 * (GROUPS + 1);

  /** Decayed number of reads. */
  get reads(): number {
    return this.#reads;
  }

  /** A sampled read. @param distance bytes, or 0 for a key that was not there before @param weight reads it stands for */
  add(distance: number, weight: number, group: number): void {
    this.samples++;
    this.#sum += weight;
    this.#groupSums[group]! += weight;
    if (distance <= 0) return;
    const bucket = bucketOf(distance);
    this.#weights[bucket]! += weight;
    this.#groups[group * BUCKETS + bucket]! += weight;
  }

  /** So many reads happened, sampled or not. @param lost share of them of which the sample knows nothing for want of room */
  countReads(reads: number, lost = 0): void {
    this.#reads += reads;
    this.#lost += reads * lost;
  }

  decay(nowMs: number): void {
    const elapsedMs = nowMs - this.#lastDecayMs;
    if (this.#lastDecayMs !== 0 && elapsedMs < HALF_LIFE_MS / 120) return;
    if (this.#lastDecayMs !== 0) this.#scale(0.5 ** (elapsedMs / HALF_LIFE_MS));
    this.#lastDecayMs = nowMs;
  }

  #scale(by: number): void {
    for (const numbers of [this.#weights, this.#groups, this.#groupSums]) {
      for (let i = 0; i < numbers.length; i++) numbers[i]! *= by;
    }
    this.#sum *= by;
    this.#reads *= by;
    this.#lost *= by;
  }

  /** The hit ratio at each of these sizes, which rise. @param rate share of the keys that is sampled */
  at(sizes: readonly number[], rate: number): CurvePoint[] {
    const all = this.#ratios(this.#weights, 0, this.#sum, this.#reads, sizes);
    const groups: number[][] = [];
    for (let group = 0; group < GROUPS; group++) {
      const reads = this.#reads / GROUPS;
      groups.push(this.#ratios(this.#groups, group * BUCKETS, this.#groupSums[group]!, reads, sizes));
    }
    const lost = this.#reads === 0 ? 0 : this.#lost / this.#reads;
    const astray = this.#reads === 0 ? 0 : Math.abs(this.#reads - this.#sum) / this.#reads;
    return sizes.map((bytes, i) => {
      const mean = groups.reduce((sum, ratios) => sum + ratios[i]!, 0) / GROUPS;
      const squares = groups.reduce((sum, ratios) => sum + (ratios[i]! - mean) ** 2, 0);
      const spread = Math.sqrt((squares / (GROUPS * (GROUPS - 1))) * (1 - rate));
      // Reads beyond the sample's share, or short of it, are taken for hits at any size: half of them may be like others.
      const doubtful = (astray * (1 - all[i]!)) / 2;
      return { bytes, hitRatio: all[i]!, error: Math.min(1, COVERAGE * spread + doubtful + lost) };
    });
  }

  /** Sizes at which the curve rises: bounds of the buckets that hold something, four a factor of two. */
  sizes(): number[] {
    const sizes: number[] = [];
    const step = PER_OCTAVE / 4;
    for (let bucket = 0; bucket < BUCKETS; bucket += step) {
      let weight = 0;
      for (let i = bucket; i < bucket + step; i++) weight += this.#weights[i]!;
      if (weight === 0) continue;
      if (sizes.at(-1) !== boundOf(bucket)) sizes.push(boundOf(bucket));
      sizes.push(boundOf(bucket + step));
    }
    return sizes;
  }

  #ratios(weights: Float64Array, from: number, sum: number, reads: number, sizes: readonly number[]): number[] {
    const missing = reads - sum;
    let bucket = 0;
    let below = 0;
    return sizes.map((size) => {
      while (bucket < BUCKETS && boundOf(bucket + 1) <= size) below += weights[from + bucket++]!;
      if (reads <= 0 || size <= 0) return 0;
      const within = bucket < BUCKETS ? weights[from + bucket]! * shareOfBucket(bucket, size) : 0;
      return Math.min(1, Math.max(0, (below + within + missing) / reads));
    });
  }
}

function bucketOf(bytes: number): number {
  const bucket = Math.floor(Math.log2(bytes) * PER_OCTAVE) - LOWEST;
  return bucket < 0 ? 0 : bucket >= BUCKETS ? BUCKETS - 1 : bucket;
}

/** Lower bound of a bucket in bytes. */
function boundOf(bucket: number): number {
  return bucket === 0 ? 0 : 2 ** ((bucket + LOWEST) / PER_OCTAVE);
}

function shareOfBucket(bucket: number, size: number): number {
  const low = boundOf(bucket);
  return (size - low) / (boundOf(bucket + 1) - low);
}
