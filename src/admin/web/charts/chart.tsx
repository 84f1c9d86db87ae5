/** One uPlot chart with a legend of our own: names, colours and the figure under the cursor or of now. */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { paletteVersion } from '../state/theme.ts';
import { clockText, figureAt, minuteText, swatchOf } from './chart-text.ts';
import { type ColorName, resolveColor } from './palette.ts';
import { type Pointed, Tooltip } from './tooltip.tsx';

export interface Line {
  readonly name: string;
  readonly color: ColorName;
  readonly values: readonly (number | null)[];
  readonly dash?: boolean;
  /** Filled down to the axis. */
  readonly fill?: boolean;
  /** Stands on the lines before it that do so too, and is filled down to them. */
  readonly stack?: boolean;
}

export interface ChartProps {
  readonly label: string;
  /** Seconds since 1970, or bytes when `showX` is given. */
  readonly x: readonly number[];
  readonly lines: readonly Line[];
  readonly showY: (value: number) => string;
  /** The same for the ticks of the axis, where these are to be alike. */
  readonly showTick?: (value: number) => string;
  /** The axis counts in powers of two. */
  readonly binary?: boolean;
  /** Each step of the axis is ten times the one below, from 1 on: for figures of which one hides all others. */
  readonly byTens?: boolean;
  readonly showX?: (value: number) => string;
  /** The axis reaches at least this high. */
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly height?: number;
}

export function Chart(props: ChartProps) {
  const { label, x, lines, showY, height = 190 } = props;
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  const [cursor, setCursor] = useState<Pointed | null>(null);
  const [isOver, setOver] = useState(false);
  const legendId = useId();
  latest.current = props;
  const version = paletteVersion.value;
  const shape = lines.map((line) => line.name).join();
  // Data come by setData below; only other colours and lines make a new chart
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const made = new uPlot(options(latest, element.clientWidth, height, setCursor), table(latest.current), element);
    plot.current = made;
    const resize = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      made.destroy();
    };
  }, [version, shape, height]);
  useEffect(() => plot.current?.setData(table(props)), [x, lines]);
  const at = cursor !== null && cursor.index < x.length ? cursor.index : x.length - 1;
  return (
    <figure class="chart">
      <div
        ref={place}
        class="plot"
        role="img"
        aria-label={label}
        aria-describedby={legendId}
        onPointerEnter={() => setOver(true)}
        onPointerLeave={() => setOver(false)}
      >
        {isOver && cursor !== null && <Tooltip at={cursor} chart={props} />}
      </div>
      <figcaption id={legendId} class="legend">
        {lines.map(({ values, ...line }) => (
          <span key={line.name} class="legend-item">
            <span class={swatchOf(line)} aria-hidden="true" />
            {line.name} <b>{figureAt(values[at], showY)}</b>
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

function table({ x, lines }: ChartProps): uPlot.AlignedData {
  const below = x.map(() => 0);
  const heights = lines.map(({ values, stack }) => (stack === true ? values.map(onTop(below)) : values));
  return [x as number[], ...(heights as (number | null)[][])];
}

/** Puts values on top of what lies below them, which grows by them. */
function onTop(below: number[]) {
  return (value: number | null, at: number): number | null => {
    if (value === null) return null;
    below[at] = (below[at] ?? 0) + value;
    return below[at];
  };
}

function options(
  props: { readonly current: ChartProps },
  width: number,
  height: number,
  setCursor: (at: Pointed | null) => void,
): uPlot.Options {
  const { lines, showX, binary, byTens } = props.current;
  const axis: uPlot.Axis = {
    stroke: resolveColor('axis'),
    font: '11px ui-sans-serif, system-ui, sans-serif',
    grid: { stroke: resolveColor('grid'), width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height,
    padding: [8, 14, 0, 0],
    legend: { show: false },
    // A moment that is pointed at in one chart is pointed at in all that show time.
    cursor: {
      y: false,
      points: { size: 6 },
      drag: { x: false, y: false },
      ...(showX === undefined ? { sync: { key: 'time' } } : {}),
    },
    scales: {
      x: { time: showX === undefined },
      y: {
        ...(byTens === true ? { distr: 3 } : {}),
        range: (_, low, high) => (byTens === true ? [1, tensAbove(high)] : rangeOf(props.current, low, high)),
      },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 34,
        // The figure at the foot of the other axis is near.
        gap: 9,
        space: 70,
        ...(showX === undefined
          ? {
              space: timeSpace,
              values: (_, ticks, _axis, _space, step) => ticks.map(step < MINUTE ? clockText : minuteText),
            }
          : { incrs: POWERS_OF_TWO, values: (_, ticks) => ticks.map((tick) => tickText(showX(tick))) }),
      },
      {
        ...axis,
        size: 62,
        space: 34,
        ...(binary === true ? { incrs: POWERS_OF_TWO } : {}),
        ...(byTens === true ? BY_TENS : {}),
        values: (_, ticks) => ticks.map((tick) => tickText((props.current.showTick ?? props.current.showY)(tick))),
      },
    ],
    series: [{}, ...lines.map(seriesOf)],
    bands: bandsOf(lines),
    hooks: { setCursor: [(chart) => setCursor(pointedAt(chart))] },
  };
}

/** Pixels from one moment to the next: minutes are short texts, and stand closer where seconds would not fit. */
function timeSpace(_: uPlot, _axis: number, low: number, high: number, width: number): number {
  return (width / (high - low)) * (MINUTE / 2) < SECONDS_SPACE ? MINUTES_SPACE : SECONDS_SPACE;
}

const MINUTE = 60;
const SECONDS_SPACE = 68;
const MINUTES_SPACE = 44;

function seriesOf({ color, dash, fill, stack }: Line): uPlot.Series {
  const stroke = resolveColor(color);
  const opacity = stack === true ? 0.5 : fill === true ? 0.14 : 0;
  return {
    stroke,
    width: stack === true ? 1 : 1.5,
    spanGaps: false,
    points: { show: false },
    ...(dash === true ? { dash: [5, 4] } : {}),
    ...(opacity > 0 ? { fill: stroke.replace('rgb(', 'rgba(').replace(')', `, ${opacity})`) } : {}),
  };
}

/** Between each line of a stack and the one below it; the lowest is filled down to the axis. */
function bandsOf(lines: readonly Line[]): uPlot.Band[] {
  const stacked = lines.flatMap(({ stack }, index) => (stack === true ? [index + 1] : []));
  return stacked.slice(1).map((upper, index) => ({ series: [upper, stacked[index] ?? upper] }));
}

function pointedAt({ cursor: { idx, left = -1 }, over }: uPlot): Pointed | null {
  if (idx === null || idx === undefined || left < 0) return null;
  return { index: idx, left: over.offsetLeft + left, width: over.offsetLeft + over.offsetWidth };
}

function rangeOf({ atLeast = 1, atMost }: ChartProps, low: number | null, high: number | null): [number, number] {
  const top = Math.max(atLeast, (high ?? 0) * 1.1);
  return [Math.min(0, low ?? 0), atMost === undefined ? top : Math.min(top, atMost)];
}

/** The power of ten above all values, so that the axis moves seldom. */
function tensAbove(high: number | null): number {
  return 10 ** Math.max(3, Math.ceil(Math.log10(Math.max(1, high ?? 1))));
}

/** Ticks at the powers of ten alone. */
const BY_TENS: Pick<uPlot.Axis, 'splits' | 'filter'> = {
  splits: (_, _axis, low, high) => {
    const powers: number[] = [];
    for (let power = low; power <= high; power *= 10) powers.push(power);
    return powers;
  },
  filter: (_, ticks) => ticks,
};

/** Ticks lie at round figures: zeros behind the point say nothing. */
function tickText(text: string): string {
  return text.replace(/\.0+(?=\D|$)/, '');
}

const POWERS_OF_TWO = Array.from({ length: 50 }, (_, power) => 2 ** power);
