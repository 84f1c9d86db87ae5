/** What stands in legends and beside pointers. */
import type { ColorName } from './palette.ts';

export function figureAt(value: number | null | undefined, show: (value: number) => string): string {
  return value === null || value === undefined ? '–' : show(value);
}

export function clockText(seconds: number): string {
  return new Date(seconds * 1000).toLocaleTimeString('en-GB');
}

/** `clockText` of a whole minute. */
export function minuteText(seconds: number): string {
  return clockText(seconds).slice(0, 5);
}

/** The classes of the mark beside a line's name: a block for areas of a stack, a dash for lines. */
export function swatchOf({ color, dash, stack }: { color: ColorName; dash?: boolean; stack?: boolean }): string {
  return `swatch swatch-${color} ${stack === true ? 'block' : ''} ${dash === true ? 'dashed' : ''}`;
}
