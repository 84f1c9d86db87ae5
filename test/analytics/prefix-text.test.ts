import { expect, it } from 'vitest';
import { prefixText } from '../../src/analytics/prefix-text.ts';

it.each([
  ['user:', 'user:'],
  ['\xc3\xa9t\xc3\xa9:', 'été:'],
  ['\xff\x00/', '\\xff\\x00/'],
  ['a\nb\x00:', 'a\\x0ab\\x00:'],
  // Each of these is another prefix, and has a text of its own.
  ['\xff:', '\\xff:'],
  ['\\xff:', '\\x5cxff:'],
  ['\xff\\:', '\\xff\\x5c:'],
  ['\x80:', '\\x80:'],
  ['\xc2\x80:', '\\xc2\\x80:'],
])('%j is shown as %s', (prefix, text) => {
  expect(prefixText(prefix)).toBe(text);
});
