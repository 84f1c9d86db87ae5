/** What a chart says about the place under the pointer: when it was, and the figure of each line. */
import { clockText, figureAt, swatchOf } from './chart-text.ts';
import type { ColorName } from './palette.ts';

/** The part of a chart that is told. */
interface Told {
  readonly x: readonly number[];
  readonly lines: readonly {
    readonly name: string;
    readonly color: ColorName;
    readonly values: readonly (number | null)[];
    readonly dash?: boolean;
    readonly stack?: boolean;
  }[];
  readonly showY: (value: number) => string;
  readonly showX?: (value: number) => string;
}

/** A place in a chart that is pointed at, in pixels from its left edge. */
export interface Pointed {
  /** Of the point that is nearest. */
  readonly index: number;
  readonly left: number;
  /** From the left edge of the chart to the right end of its plot. */
  readonly width: number;
}

/** It stands beside the pointer, on the side that has more room. */
export function Tooltip({ at, chart }: { at: Pointed; chart: Told }) {
  const { x, lines, showY, showX = clockText } = chart;
  const place = x[at.index];
  if (place === undefined) return null;
  const isRight = at.left > at.width / 2;
  const style = isRight ? { right: `calc(100% - ${at.left - 12}px)` } : { left: `${at.left + 12}px` };
  return (
    <div class="tooltip" style={style} aria-hidden="true">
      <p>{showX(place)}</p>
      {lines.map(({ values, ...line }) => (
        <p key={line.name}>
          <span class={swatchOf(line)} />
          <span>{line.name}</span> <b>{figureAt(values[at.index], showY)}</b>
        </p>
      ))}
    </div>
  );
}
