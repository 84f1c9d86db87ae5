/** Figures as people read them. Every function takes a finite number in the unit that its name says. */

const THIN = '\u202f';
export const NOTHING = '–';

/** `1,234`, `12.3k`, `4.56M`: at most four digits. */
export function showCount(count: number): string {
  if (!Number.isFinite(count)) return NOTHING;
  const size = Math.abs(count);
  if (size < 10_000) return size >= 100 || Number.isInteger(count) ? grouped(Math.round(count)) : short(count);
  for (const [limit, unit] of COUNT_UNITS) if (size >= limit) return `${short(count / limit)}${unit}`;
  return grouped(count);
}

/** The ticks of one axis: thousands alike, `5k` beside `10k`. */
export function showCountTick(count: number): string {
  return Math.abs(count) >= 1000 && Math.abs(count) < 10_000 ? `${short(count / 1000)}k` : showCount(count);
}

/** Every digit, in groups. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

/** Binary units, as Redis' settings count them. */
export function showBytesSize(bytes: number): string {
  if (!Number.isFinite(bytes)) return NOTHING;
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < BYTE_UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? Math.round(value) : short(value)}${THIN}${BYTE_UNITS[unit] ?? ''}`;
}

/** A time that commands take. */
export function showMicros(us: number): string {
  if (!Number.isFinite(us)) return NOTHING;
  if (us < 1000) return `${short(us)}${THIN}µs`;
  if (us < 1_000_000) return `${short(us / 1000)}${THIN}ms`;
  return `${short(us / 1_000_000)}${THIN}s`;
}

/** A time that people wait: the two largest units. */
export function showSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return NOTHING;
  if (seconds > 0 && seconds < 1) return `${Math.round(seconds * 1000)}${THIN}ms`;
  let left = Math.round(seconds);
  const parts: string[] = [];
  for (const [size, unit] of TIME_UNITS) {
    const amount = Math.floor(left / size);
    left -= amount * size;
    if (amount > 0 || (unit === 's' && parts.length === 0)) parts.push(`${amount}${THIN}${unit}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(' ');
}

/** A share of 0 to 1 as a percentage; the last digit near 0 and 1 is not rounded away. */
export function showShare(share: number | null | undefined): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return NOTHING;
  const percent = share * 100;
  if (percent === 0 || percent === 100) return `${percent}${THIN}%`;
  if (percent > 0 && percent < 0.01) return `<${THIN}0.01${THIN}%`;
  const digits = percent < 10 || percent > 99 ? 2 : 1;
  return `${percent.toFixed(digits)}${THIN}%`;
}

/** A moment as the clock on the wall shows it; with the date when it is another day than `nowMs`. */
export function showTime(timeMs: number, nowMs: number): string {
  const time = new Date(timeMs);
  const clock = time.toLocaleTimeString('en-GB');
  return time.toDateString() === new Date(nowMs).toDateString()
    ? clock
    : `${time.toLocaleDateString('sv-SE')} ${clock}`;
}

const COUNT_UNITS: readonly (readonly [number, string])[] = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
];
const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
const TIME_UNITS: readonly (readonly [number, string])[] = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
];

function short(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : 2);
}
