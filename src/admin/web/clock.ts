/** The browser's clock; everywhere else the time is a parameter. */
export function nowMs(): number {
  return Date.now();
}
