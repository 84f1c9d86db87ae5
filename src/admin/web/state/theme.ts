/** Dark, light, or as the system says; the choice outlives the tab. */
import { effect, signal } from '@preact/signals';

export type Theme = 'system' | 'light' | 'dark';

const STORED = 'larder-theme';
const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
const systemIsDark = matchMedia('(prefers-color-scheme: dark)');

export const theme = signal<Theme>(THEMES.find((known) => known === localStorage.getItem(STORED)) ?? 'system');
/** Grows with every change of colours: charts draw on canvases and must be told. */
export const paletteVersion = signal(0);

export function applyTheme(): void {
  effect(() => {
    document.documentElement.dataset['theme'] = theme.value;
    if (theme.value === 'system') localStorage.removeItem(STORED);
    else localStorage.setItem(STORED, theme.value);
    paletteVersion.value = paletteVersion.peek() + 1;
  });
  systemIsDark.addEventListener('change', () => {
    paletteVersion.value++;
  });
}

export function nextTheme(): void {
  theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length] ?? 'system';
}
