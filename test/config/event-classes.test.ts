import { describe, expect, it } from 'vitest';
import { eventClass, eventClassBits, parseEventClasses, printEventClasses } from '../../src/config/event-classes.ts';

function printed(text: string): string {
  const parsed = parseEventClasses(text);
  return parsed.ok ? printEventClasses(parsed.text) : `! ${parsed.error}`;
}

describe('notify-keyspace-events', () => {
  it.each([
    ['KEA', 'AKE'],
    ['Kg$', 'g$K'],
    ['Elsx', 'lsxE'],
    ['KEAnm', 'AKEm'],
    ['g$lshzxetd', 'A'],
    ['ndtexzhsl$mEK', '$lshzxetdnKEm'],
    ['mn', 'nm'],
    ['gn', 'gn'],
    ['Kgg', 'gK'],
    ['', ''],
    ['Kq', "! Invalid event class character. Use 'Ag$lshzxeKEtmdn'."],
  ])('%j prints as %j', (text, expected) => expect(printed(text)).toBe(expected));

  it('keeps new-key events beside A although they are not printed', () => {
    const parsed = parseEventClasses('AnK');
    expect(parsed.ok && (eventClassBits(parsed.text) ?? 0) & eventClass.newKey).toBe(eventClass.newKey);
  });

  it('is a sum of bits', () => {
    expect(eventClassBits('K$')).toBe(eventClass.keyspaceChannel + eventClass.string);
    expect(eventClassBits('?')).toBeNull();
  });
});
