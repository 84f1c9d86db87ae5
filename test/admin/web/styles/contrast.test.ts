/** Text and controls stand out from their ground, in both themes (WCAG 2.2: 4.5 for text, 3 for controls and lines of charts). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../../../src/admin/web/styles/tokens.css', import.meta.url), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }] as const,
  ),
);

const TEXT: readonly (readonly [text: string, ground: string])[] = [
  ...['ground', 'surface', 'sunken'].flatMap((ground) => [['ink', ground] as const, ['ink-soft', ground] as const]),
  ...['ground', 'surface', 'accent-soft', 'sunken'].map((ground) => ['accent', ground] as const),
  ['accent-ink', 'accent'],
  ['bad', 'surface'],
  ['bad', 'ground'],
  ['bad', 'bad-soft'],
  ['warn', 'warn-soft'],
  ['ink', 'accent-soft'],
  ['chart-axis', 'surface'],
];
const SHAPES: readonly (readonly [shape: string, ground: string])[] = [
  ['control-line', 'surface'],
  ['control-line', 'ground'],
  ...['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => [`chart-${name}`, 'surface'] as const),
];

function channel(hex: string): number {
  const value = Number.parseInt(hex, 16) / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function luminance(color: string): number {
  return (
    0.2126 * channel(color.slice(1, 3)) + 0.7152 * channel(color.slice(3, 5)) + 0.0722 * channel(color.slice(5, 7))
  );
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  const of = (a: string, b: string): number => contrast(tokens.get(a)![theme], tokens.get(b)![theme]);

  it.each(TEXT)('text %s on %s', (text, ground) => {
    expect(of(text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(SHAPES)('shape %s on %s', (shape, ground) => {
    expect(of(shape, ground)).toBeGreaterThanOrEqual(3);
  });
});

it('knows the measure', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});
