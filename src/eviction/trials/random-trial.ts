/** What allkeys-random would hit. */
import { Trial } from './trial.ts';

export class RandomTrial extends Trial {
  protected override victim(): number {
    return this.any();
  }
}
