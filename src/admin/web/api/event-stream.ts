/** Server-sent events out of a stream of text. The browser's EventSource cannot send a token. */

export interface ServerEvent {
  readonly name: string;
  readonly data: string;
}

/** Keeps the unfinished end of what has come until the rest arrives. */
export class EventReader {
  #rest = '';

  /** The events that this piece of text completes. */
  push(text: string): ServerEvent[] {
    const blocks = (this.#rest + text).replaceAll('\r\n', '\n').split('\n\n');
    this.#rest = blocks.pop() ?? '';
    return blocks.map(readEvent).filter((event) => event.data !== '');
  }
}

function readEvent(block: string): ServerEvent {
  let name = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const value = line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (line.startsWith('event:')) name = value;
    if (line.startsWith('data:')) data.push(value);
  }
  return { name, data: data.join('\n') };
}
