/** The stylesheet's colours as a canvas needs them: what the browser makes of them in the theme of now. */

export type ColorName = 'a' | 'b' | 'c' | 'd' | 'e' | 'f' | 'g' | 'h' | 'grid' | 'axis';

let probe: HTMLElement | undefined;

export function resolveColor(name: ColorName): string {
  if (probe === undefined) {
    probe = document.createElement('span');
    probe.hidden = true;
    document.body.append(probe);
  }
  probe.style.color = `var(--chart-${name})`;
  return getComputedStyle(probe).color;
}
