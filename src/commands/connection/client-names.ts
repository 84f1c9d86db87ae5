/** Names that clients give themselves. */

/** A name, library name or version: visible ASCII without spaces, so that it cannot break the lines of CLIENT LIST. */
export function isClientName(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 0x21 || c > 0x7e) return false;
  }
  return true;
}
