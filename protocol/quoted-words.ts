/** Words of a line in redis.conf syntax, which the first line of a script has too, and the same in the other direction. */

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };

function isSpace(letter: string | undefined): boolean {
  return letter === ' ' || (letter !== undefined && letter >= '\t' && letter <= '\r');
}

/** The letters that a backslash at `at` in double quotes stands for, and how many it takes. */
function readEscape(line: string, at: number): { letter: string; length: number } {
  const hex = /^\\x[0-9a-f]{2}/i.exec(line.slice(at, at + 4))?.[0];
  if (hex !== undefined) return { letter: String.fromCharCode(Number.parseInt(hex.slice(2), 16)), length: 4 };
  const letter = line[at + 1] ?? '';
  return { letter: escapes[letter] ?? letter, length: 2 };
}

/** Reads a quoted part whose quote is at `start`; null when it does not end, or when letters follow its end. */
function readQuoted(line: string, start: number): { text: string; end: number } | null {
  const quote = line[start];
  let text = '';
  let at = start + 1;
  while (at < line.length && line[at] !== quote) {
    if (line[at] === '\\' && at + 1 < line.length && (quote === '"' || line[at + 1] === "'")) {
      const read = quote === '"' ? readEscape(line, at) : { letter: "'", length: 2 };
      text += read.letter;
      at += read.length;
    } else {
      text += line[at];
      at++;
    }
  }
  const end = at + 1;
  if (at >= line.length || (end < line.length && !isSpace(line[end]))) return null;
  return { text, end };
}

/**
 * Splits a line at spaces. Double quotes keep spaces and know `\n`, `\xff` and the like; single quotes know `\'` only.
 * Returns null when a quote does not end or letters follow it directly.
 */
export function splitWords(line: string): string[] | null {
  const words: string[] = [];
  let at = 0;
  for (;;) {
    while (isSpace(line[at])) at++;
    if (at >= line.length) return words;
    let word = '';
    while (at < line.length && !isSpace(line[at])) {
      const letter = line[at];
      if (letter === '"' || letter === "'") {
        const quoted = readQuoted(line, at);
        if (quoted === null) return null;
        word += quoted.text;
        at = quoted.end;
        break;
      }
      word += letter;
      at++;
    }
    words.push(word);
  }
}

const named: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\x07': '\\a',
};

/** A word as a config file has to hold it: in quotes when it is empty or has letters that would not come back. */
export function quoteWord(word: string): string {
  if (/^[!$-&(-~]+$/.test(word) && !word.includes('\\')) return word;
  let text = '"';
  for (const letter of word) {
    const code = letter.charCodeAt(0);
    text += named[letter] ?? (code < 32 || code > 126 ? `\\x${code.toString(16).padStart(2, '0')}` : letter);
  }
  return `${text}"`;
}
