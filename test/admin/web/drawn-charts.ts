/**
 * Reads charts back from what the page draws: its canvases are watched from the first line on, so what is found is what
 * people see, wherever the figures came from.
 */
import type { Page } from 'playwright-core';

/** A line as it was drawn last: pixels of the canvas, x to the right and y down. */
export interface Drawn {
  readonly color: string;
  readonly dashed: boolean;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** A text as it was drawn last: the middle of it on an axis of values, the middle of its upper edge on one of time. */
export interface DrawnText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** Runs in the page before its own scripts: notes the paths that are drawn on each canvas since it was cleared. */
const WATCH = `(() => {
  const drawn = new WeakMap();
  const written = new WeakMap();
  window.drawnOn = (canvas) => drawn.get(canvas) ?? [];
  window.writtenOn = (canvas) => written.get(canvas) ?? [];
  const Plain = window.Path2D;
  window.Path2D = class extends Plain {
    points = [];
    moveTo(x, y) { this.points.push([x, y]); super.moveTo(x, y); }
    lineTo(x, y) { this.points.push([x, y]); super.lineTo(x, y); }
  };
  const { clearRect, stroke, fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    drawn.set(this.canvas, []);
    written.set(this.canvas, []);
    return clearRect.apply(this, box);
  };
  CanvasRenderingContext2D.prototype.stroke = function (...path) {
    const points = path[0]?.points ?? [];
    const dashed = this.getLineDash().length > 0;
    if (points.length > 1) drawn.get(this.canvas)?.push({ color: this.strokeStyle, dashed, points });
    return stroke.apply(this, path);
  };
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    written.get(this.canvas)?.push({ text, x, y });
    return fillText.apply(this, [text, x, y]);
  };
})()`;

/** Watches a page that is not loaded yet, or will be loaded anew. */
export async function watchCharts(page: Page): Promise<void> {
  await page.addInitScript(WATCH);
}

/** The lines of a chart, by their names in its legend, in that order. A line without two points is not drawn. */
export async function drawnIn(page: Page, label: string): Promise<Map<string, Drawn>> {
  const script = `(() => {
    const plot = document.querySelector('.plot[aria-label="${label}"]');
    const names = [...plot.closest('figure').querySelectorAll('.legend-item')];
    const ink = (item) => {
      const swatch = item.querySelector('.swatch');
      const [, r, g, b] = /(\\d+), (\\d+), (\\d+)/.exec(getComputedStyle(swatch).backgroundColor);
      const color = '#' + [r, g, b].map((part) => Number(part).toString(16).padStart(2, '0')).join('');
      return { name: item.childNodes[1].textContent.trim() || item.childNodes[2].textContent.trim(), color, dashed: swatch.classList.contains('dashed') };
    };
    return { lines: names.map(ink), paths: window.drawnOn(plot.querySelector('canvas')) };
  })()`;
  const { lines, paths } = (await page.evaluate(script)) as {
    lines: { name: string; color: string; dashed: boolean }[];
    paths: Drawn[];
  };
  const left = [...paths];
  return new Map(
    lines.flatMap(({ name, color, dashed }): [string, Drawn][] => {
      const at = left.findIndex((path) => path.color === color && path.dashed === dashed);
      return at < 0 ? [] : [[name, ...left.splice(at, 1)] as [string, Drawn]];
    }),
  );
}

/** What is written in a chart: the ticks of its axes. */
export async function textsIn(page: Page, label: string): Promise<readonly DrawnText[]> {
  const canvas = `document.querySelector('.plot[aria-label="${label}"] canvas')`;
  return (await page.evaluate(`window.writtenOn(${canvas})`)) as DrawnText[];
}

/**
 * How far the lines of one chart are from figures that they should show, in pixels: all lines of a chart share one axis,
 * so one straight line leads from figures to pixels. `figures` may be scaled (logarithms).
 */
export function furthestOff(pairs: readonly (readonly [figure: number, y: number])[]): number {
  const low = pairs.reduce((a, b) => (b[0] < a[0] ? b : a));
  const high = pairs.reduce((a, b) => (b[0] > a[0] ? b : a));
  const perFigure = (high[1] - low[1]) / (high[0] - low[0]);
  return Math.max(...pairs.map(([figure, y]) => Math.abs(y - (low[1] + (figure - low[0]) * perFigure))));
}
