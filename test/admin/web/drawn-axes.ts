/** The ticks of a chart's axes, held against its lines: a tick must say the figure that a point at its place has. */
import type { DrawnText } from './drawn-charts.ts';

/** A figure, scaled as on the axis, and the pixel at which a line shows it. */
export type Told = [figure: number, pixel: number];

export interface Ticks {
  readonly count: number;
  readonly wrong: readonly string[];
}

/** Ticks stand on whole pixels, and so do the points that they are held against. */
const OFF_PIXELS = 2;
/** Figures are told with three digits. */
const ROUNDED = 0.006;
const TIME = /^(\d\d):(\d\d)(?::(\d\d))?$/;

/** @param show how the page tells a figure that is scaled as on the axis */
export function valueTicksOff(
  texts: readonly DrawnText[],
  heights: readonly Told[],
  show: (scaled: number) => string,
): Ticks {
  const ticks = texts.filter(({ text }) => !TIME.test(text));
  const scaledAt = along(heights);
  const wrong = ticks.filter(({ text, y }) => {
    const told = figureOf(text);
    const [a, b] = [y - OFF_PIXELS, y + OFF_PIXELS].map((at) => figureOf(show(scaledAt(at))));
    const slack = Math.abs(told) * ROUNDED;
    return !(told >= Math.min(a!, b!) - slack && told <= Math.max(a!, b!) + slack);
  });
  return { count: ticks.length, wrong: wrong.map(({ text, y }) => `${text} stands at ${show(scaledAt(y))}`) };
}

/** @param moments in milliseconds since 1970 */
export function timeTicksOff(texts: readonly DrawnText[], moments: readonly Told[]): Ticks {
  const ticks = texts.filter(({ text }) => TIME.test(text));
  const timeAt = along(moments);
  const wrong = ticks.filter(({ text, x }) => {
    const [, hours = '', minutes = '', seconds = '0'] = TIME.exec(text) ?? [];
    const told = new Date(timeAt(x)).setHours(Number(hours), Number(minutes), Number(seconds), 0);
    return Math.abs(told - timeAt(x)) > Math.abs(timeAt(x + OFF_PIXELS) - timeAt(x));
  });
  return { count: ticks.length, wrong: wrong.map(({ text, x }) => `${text} stands at ${new Date(timeAt(x))}`) };
}

/** From pixels back to figures: all lines of a chart share one axis, which is straight. */
function along(told: readonly Told[]): (pixel: number) => number {
  const low = told.reduce((a, b) => (b[0] < a[0] ? b : a));
  const high = told.reduce((a, b) => (b[0] > a[0] ? b : a));
  const perPixel = (high[0] - low[0]) / (high[1] - low[1]);
  return (pixel) => low[0] + (pixel - low[1]) * perPixel;
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  '%': 0.01,
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  µs: 1,
  ms: 1e3,
  s: 1e6,
};

/** What a text says, in the smallest unit of its kind. */
function figureOf(text: string): number {
  const [, digits = '', unit = ''] = /^<?\s*(-?[\d.,]+)\s*([^/]*)(?:\/s)?$/.exec(text) ?? [];
  return Number(digits.replaceAll(',', '')) * (UNITS[unit] ?? Number.NaN);
}
