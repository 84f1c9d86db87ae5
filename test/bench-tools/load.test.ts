import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aliveAt, Deadlines } from '../bench/load/deadlines.ts';
import { ReplyScanner } from '../bench/load/reply-scanner.ts';
import { Template, writeDigits } from '../bench/load/template.ts';

/** What a template sends for its first `units` units. */
function sent(template: Template, units: number): string {
  const buffer = template.batch(units);
  template.patch(buffer, units);
  return buffer.toString('latin1');
}

describe('Template', () => {
  it('encodes commands and counts on in {seq}', () => {
    const template = new Template(
      [
        ['SET', 'k:{seq:3}', '{fill:4}'],
        ['GET', 'k:{seq:3}'],
      ],
      1,
      9,
    );
    const unit = (seq: string): RegExp =>
      new RegExp(
        `\\*3\r\n\\$3\r\nSET\r\n\\$5\r\nk:${seq}\r\n\\$4\r\n[a-z]{4}\r\n\\*2\r\n\\$3\r\nGET\r\n\\$5\r\nk:${seq}\r\n`,
      );
    expect(sent(template, 2)).toMatch(new RegExp(`^${unit('009').source}${unit('010').source}$`));
    expect(template.replies).toBe(2);
  });

  it('gives the same field one value in a unit, tagged fields their own, and adds', () => {
    const text = sent(new Template([['{uniform:6:100000:900000}', '{uniform:6:100000:900000+99}']], 5), 1);
    const [first, second] = [...text.matchAll(/\r\n(\d{6})\r\n/g)].map((match) => Number(match[1]));
    expect(second).toBe((first ?? 0) + 99);
    const tagged = sent(new Template([['{uniform:6:0:900000#a}', '{uniform:6:0:900000#b}']], 5), 1);
    const values = tagged.match(/\d{6}/g) ?? [];
    expect(values[0]).not.toBe(values[1]);
  });

  it('stays inside the limits of its fields', () => {
    const text = sent(new Template([['{uniform:4:10:20}', '{zipf:4:50:0.99#z}']], 2), 500);
    for (const [, uniform, zipf] of text.matchAll(/\r\n(\d{4})\r\n\$4\r\n(\d{4})\r\n/g)) {
      expect(Number(uniform)).toBeGreaterThanOrEqual(10);
      expect(Number(uniform)).toBeLessThan(20);
      expect(Number(zipf)).toBeLessThan(50);
    }
  });

  it('remembers deadlines', () => {
    const template = new Template([['SET', 'k', 'v', 'PXAT', '{due:1000000000000:1000000001000}']], 1);
    sent(template, 100);
    const deadlines = template.deadlines.toJSON();
    expect(aliveAt(deadlines, 999_999_999_999)).toBe(100);
    expect(aliveAt(deadlines, 1_000_000_001_000)).toBe(0);
  });

  it('refuses a field that it does not know', () => {
    expect(() => new Template([['{nonsense:1}']], 1)).toThrow('unknown field nonsense:1');
  });

  it('writes digits', () => {
    const buffer = Buffer.from('xxxxxxxx');
    writeDigits(buffer, 1, 6, 1234);
    expect(buffer.toString()).toBe('x001234x');
  });
});

describe('Deadlines', () => {
  it('agrees with a plain list', () => {
    const times = fc.array(fc.integer({ min: 1_000_000_000_000, max: 1_000_000_060_000 }), { maxLength: 200 });
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 6000 }), (list, bin) => {
        const deadlines = new Deadlines();
        for (const time of list) deadlines.add(time);
        const at = 1_000_000_000_000 + bin * 10;
        expect(aliveAt(deadlines.toJSON(), at)).toBe(list.filter((time) => time >= at).length);
      }),
    );
  });
});

describe('ReplyScanner', () => {
  const replies: readonly { text: string; isNull?: boolean; isError?: boolean }[] = [
    { text: '+OK\r\n' },
    { text: ':-12\r\n' },
    { text: '$-1\r\n', isNull: true },
    { text: '_\r\n', isNull: true },
    { text: '*-1\r\n', isNull: true },
    { text: '$0\r\n\r\n' },
    { text: '$7\r\n+OK\r\n-x\r\n' },
    { text: '-ERR unknown command\r\n', isError: true },
    { text: '*0\r\n' },
    { text: '*3\r\n:1\r\n$-1\r\n*2\r\n+a\r\n*0\r\n' },
    { text: '%2\r\n+a\r\n:1\r\n+b\r\n*1\r\n_\r\n' },
    { text: '~1\r\n#t\r\n' },
    { text: ',1.5\r\n' },
    { text: '=7\r\ntxt:abc\r\n' },
    { text: '|1\r\n+ttl\r\n:3\r\n$2\r\nhi\r\n' },
    { text: '>2\r\n+message\r\n%0\r\n' },
  ];

  it('counts any replies cut anywhere', () => {
    const some = fc.array(fc.constantFrom(...replies), { maxLength: 12 });
    fc.assert(
      fc.property(some, fc.array(fc.nat(), { maxLength: 20 }), (list, cuts) => {
        const bytes = Buffer.from(list.map((reply) => reply.text).join(''), 'latin1');
        const scanner = new ReplyScanner();
        const places = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
        let from = 0;
        for (const to of places) {
          scanner.feed(bytes.subarray(from, to), to - from);
          from = to;
        }
        expect(scanner.replies).toBe(list.length);
        expect(scanner.nulls).toBe(list.filter((reply) => reply.isNull === true).length);
        expect(scanner.errors).toBe(list.filter((reply) => reply.isError === true).length);
      }),
    );
  });

  it('keeps the first error', () => {
    const scanner = new ReplyScanner();
    const bytes = Buffer.from('+OK\r\n-ERR first\r\n-ERR second\r\n');
    scanner.feed(bytes, bytes.length);
    expect(scanner.firstError).toBe('ERR first');
  });

  it('stops after each reply when stepped', () => {
    const bytes = Buffer.from('$-1\r\n+OK\r\n');
    const scanner = new ReplyScanner();
    expect(scanner.step(bytes, 0, bytes.length)).toBe(5);
    expect(scanner.lastWasNull).toBe(1);
    expect(scanner.step(bytes, 5, bytes.length)).toBe(10);
    expect(scanner.lastWasNull).toBe(0);
  });
});
