/** Which view is shown: the part of the address behind `#/`. It needs nothing of the server and works behind any prefix. */
import { signal } from '@preact/signals';

export interface Route {
  readonly view: string;
  readonly parameters: URLSearchParams;
}

export const route = signal<Route>(readRoute(location.hash));

export function watchAddress(): void {
  addEventListener('hashchange', () => {
    route.value = readRoute(location.hash);
  });
}

export function readRoute(hash: string): Route {
  const [path = '', text = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  return { view: path === '' ? 'overview' : path, parameters: new URLSearchParams(text) };
}

/** The address of a view. */
export function linkTo(view: string, parameters: Readonly<Record<string, string>> = {}): string {
  const text = new URLSearchParams(parameters).toString();
  return `#/${view}${text === '' ? '' : `?${text}`}`;
}

export function goTo(view: string, parameters: Readonly<Record<string, string>> = {}): void {
  location.hash = linkTo(view, parameters);
}
