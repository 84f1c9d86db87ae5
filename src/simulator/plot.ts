/** Miss-ratio curves as an SVG drawing, alone or in a page. */

export interface Curve {
  readonly name: string;
  /** Capacity and miss ratio (0 … 1), in rising capacity. */
  readonly points: readonly (readonly [capacity: number, missRatio: number])[];
}

const WIDTH = 860;
const HEIGHT = 460;
const LEFT = 60;
const RIGHT = 200;
const TOP = 44;
const BOTTOM = 46;
/** Distinguishable also for most colour-blind readers (M. Okabe, K. Ito, 2008), then repeated with dashes. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000', '#999999'];

/** @param unit what capacities count: 'objects' or 'bytes' */
export function drawCurves(title: string, unit: string, curves: readonly Curve[]): string {
  const capacities = curves.flatMap((curve) => curve.points.map(([capacity]) => capacity));
  const low = Math.log(Math.max(1, Math.min(...capacities)));
  const high = Math.max(Math.log(Math.max(1, ...capacities)), low + 1e-9);
  const x = (capacity: number): number =>
    LEFT + ((Math.log(Math.max(1, capacity)) - low) / (high - low)) * (WIDTH - LEFT - RIGHT);
  const y = (missRatio: number): number => TOP + (1 - missRatio) * (HEIGHT - TOP - BOTTOM);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${LEFT}" y="24" font-size="15">${escaped(title)}</text>`,
  ];
  for (let tenth = 0; tenth <= 10; tenth += 2) {
    const at = y(tenth / 10);
    parts.push(`<path d="M${LEFT} ${at}H${WIDTH - RIGHT}" stroke="#ddd"/>`);
    parts.push(`<text x="${LEFT - 8}" y="${at + 4}" text-anchor="end">${tenth * 10} %</text>`);
  }
  for (const capacity of [...new Set(capacities)].sort((a, b) => a - b)) {
    parts.push(`<path d="M${x(capacity)} ${y(0)}v5" stroke="#666"/>`);
    parts.push(`<text x="${x(capacity)}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${amount(capacity)}</text>`);
  }
  parts.push(
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">capacity (${unit})</text>`,
  );
  parts.push(`<text x="16" y="${TOP - 10}">misses</text>`);
  curves.forEach((curve, index) => {
    const colour = COLOURS[index % COLOURS.length]!;
    const dash = index < COLOURS.length ? '' : ' stroke-dasharray="5 3"';
    const path = curve.points.map(([capacity, miss], i) => `${i === 0 ? 'M' : 'L'}${x(capacity)} ${y(miss)}`).join('');
    parts.push(`<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"${dash}/>`);
    for (const [capacity, miss] of curve.points) {
      parts.push(`<circle cx="${x(capacity)}" cy="${y(miss)}" r="2.5" fill="${colour}"/>`);
    }
    const at = TOP + index * 18;
    parts.push(`<path d="M${WIDTH - RIGHT + 16} ${at}h22" stroke="${colour}" stroke-width="2"${dash}/>`);
    parts.push(`<text x="${WIDTH - RIGHT + 44}" y="${at + 4}">${escaped(curve.name)}</text>`);
  });
  return `${parts.join('\n')}\n</svg>\n`;
}

/** A page around drawings. */
export function drawPage(drawings: readonly string[]): string {
  const figures = drawings.map((drawing) => `<figure>${drawing}</figure>`).join('\n');
  return `<!doctype html>\n<meta charset="utf-8">\n<title>Miss-ratio curves</title>\n${figures}\n`;
}

/** 1500 → 1.5k */
export function amount(value: number): string {
  if (value < 1000) return String(Math.round(value));
  const power = Math.min(4, Math.floor(Math.log10(value) / 3));
  const scaled = value / 1000 ** power;
  return `${scaled >= 100 ? Math.round(scaled) : Number(scaled.toPrecision(3))}${['', 'k', 'M', 'G', 'T'][power]}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
