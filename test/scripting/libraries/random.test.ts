import { describe } from 'vitest';
import { playScripts } from '../play.ts';

/** What Redis 8.0.2 answers. */
describe('math.random', () => {
  playScripts({
    'goes on from script to script, from a seed that is the same in each': [
      ['math.randomseed(9) return tostring(math.random())', '"0.008048813793831"'],
      ['math.randomseed(5) return math.random(1000000)', '(integer) 524840'],
      ['return math.random(1000000)', '(integer) 272855'],
      ['math.randomseed(5) math.random() return math.random(1000000)', '(integer) 272855'],
      ['math.randomseed(2^33 + 5) return math.random(1000000)', '(integer) 524840'],
      ['math.randomseed(1/0) return math.random(1000000)', '(integer) 170829'],
    ],
    'stays between its bounds': [
      ['math.randomseed(9) return math.random(-2^31, 2^31 - 1)', '(integer) -2147483648'],
      ['math.randomseed(9) return math.random(0/0, 5)', '(integer) 0'],
      ['return math.random(0)', "(error) ERR user_script:1: bad argument #1 to 'random' (interval is empty)"],
      ['return math.random(5, 3)', "(error) ERR user_script:1: bad argument #2 to 'random' (interval is empty)"],
      ['return math.random(1, 2, 3)', '(error) ERR user_script:1: wrong number of arguments'],
    ],
  });
});
