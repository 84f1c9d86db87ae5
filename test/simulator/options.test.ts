import { describe, expect, it } from 'vitest';
import { BadOption, parseOptions } from '../../src/simulator/options.ts';

describe('the command line of larder sim', () => {
  it('reads traces, policies and capacities', () => {
    expect(parseOptions(['a.lis', 'b.csv', '--policy', 'LRU, opt', '--capacity', '100,64kb,2m,5%', '--json'])).toEqual({
      files: ['a.lis', 'b.csv'],
      sequence: undefined,
      policies: ['lru', 'opt'],
      capacities: [
        { kind: 'amount', amount: 100 },
        { kind: 'amount', amount: 65_536 },
        { kind: 'amount', amount: 2_000_000 },
        { kind: 'share', share: 0.05 },
      ],
      sized: false,
      json: true,
      plot: undefined,
    });
  });

  it('reads a sequence, separated by blanks or commas', () => {
    expect(parseOptions(['--sequence', ' a b,c  a ', '--sized', '--plot', 'x.svg'])).toMatchObject({
      sequence: ['a', 'b', 'c', 'a'],
      sized: true,
      plot: 'x.svg',
    });
  });

  it('has four capacities without being asked', () => {
    expect(parseOptions(['a.lis'])).toMatchObject({
      policies: [],
      capacities: [0.01, 0.05, 0.1, 0.25].map((share) => ({ kind: 'share', share })),
    });
  });

  it.each([
    [['--help'], 'help'],
    [['-h'], 'help'],
    [['--list'], 'list'],
  ])('%j', (argv, expected) => {
    expect(parseOptions(argv)).toBe(expected);
  });

  it.each([
    [[], /no trace given/],
    [['a.lis', '--sequence', 'a b'], /exclude each other/],
    [['a.lis', '--capacity', 'much'], /'much' is no capacity/],
    [['a.lis', '--capacity', '5xb'], /'5xb' is no capacity/],
    [['a.lis', '--frequency', '1'], /^Unknown option '--frequency' \(see larder sim --help\)$/],
    [['a.lis', '--capacity', '0'], /holds nothing/],
    [['a.lis', '--capacity', '-1'], /^Option '--capacity' argument is ambiguous \(see larder sim --help\)$/],
    [['--sequence', ' '], /the sequence is empty/],
    [['a.lis', 'b.lis', '--plot', 'x.svg'], /several traces need an \.html file/],
    [['a.lis', '--plot', 'x.png'], /ends with \.svg or \.html/],
  ])('refuses %j', (argv, message) => {
    expect(() => parseOptions(argv)).toThrow(BadOption);
    expect(() => parseOptions(argv)).toThrow(message);
  });
});
