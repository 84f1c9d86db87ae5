import type { Assignment, Origin } from './assignment.ts';
import { nearestName } from './nearest-name.ts';
import type { SettingRow } from './setting-row.ts';
import { defaultText, isRefused, type SettingName, settingPlace, settingRows } from './settings.ts';
import { parseValue } from './values.ts';

const flagNames = settingRows.flatMap((row) => [row.name, ...(row.aliases ?? [])]);

interface Refusal {
  readonly place: number;
  readonly assignment: Assignment;
}

/** The assignment as it was written, for messages. Secrets stay secret. */
function quoted(row: SettingRow | undefined, { name, words, origin }: Assignment): string {
  const text = row?.secret === true || row?.name === 'user' ? '…' : words.join(' ');
  if (origin.source === 'environment') return `${origin.place}=${text}`;
  return origin.source === 'flag' ? `${origin.place} ${text}` : `${origin.place}: '${name} ${text}'`;
}

/** Puts assignments over defaults, one after the other, and remembers where each value comes from. */
export class Merge {
  /** In the order of `settingRows`. */
  readonly texts: string[];
  readonly warnings: string[] = [];
  private readonly origins: Origin[];
  private readonly refusals: Refusal[] = [];
  private readonly withoutMeaning = new Map<number, Origin>();

  constructor(hasConfigFile: boolean) {
    this.texts = settingRows.map((row) => defaultText(row, hasConfigFile));
    this.origins = settingRows.map(() => ({ source: 'default', place: 'default' }));
  }

  text(name: SettingName): string {
    return this.texts[settingPlace(name)] ?? '';
  }

  originOf(name: SettingName): Origin {
    return this.origins[settingPlace(name)] ?? { source: 'default', place: 'default' };
  }

  /** Takes a value over. Returns a line about what is wrong with it, or null. */
  add(assignment: Assignment): string | null {
    const place = settingPlace(assignment.name);
    const row = settingRows[place];
    if (row === undefined) return this.unknown(assignment);
    const first = this.origins[place]?.source !== assignment.origin.source;
    const current = row.kind.kind === 'save-points' && first ? '' : (this.texts[place] ?? '');
    const parsed = parseValue(row, assignment.words, current);
    if (!parsed.ok || (row.kind.kind === 'addresses' && assignment.words.some((word) => word.startsWith('#')))) {
      return `${quoted(row, assignment)}: ${parsed.ok ? 'not an address' : parsed.error}${hint(assignment)}`;
    }
    this.texts[place] = parsed.text;
    this.origins[place] = assignment.origin;
    if (isRefused(row, parsed.text)) this.refusals.push({ place, assignment });
    if (row.effect === 'accepted') this.withoutMeaning.set(place, assignment.origin);
    if (row.name === 'daemonize' && parsed.text === 'yes') {
      this.warnings.push(
        `${assignment.origin.place}: daemonize is not done; use a service manager, a container or a shell's &`,
      );
    }
    return null;
  }

  private unknown({ name, origin }: Assignment): string {
    const near = nearestName(name.toLowerCase(), flagNames);
    const prefix = origin.source === 'flag' ? '--' : '';
    const advice = near === null ? '; larder --help lists all' : `; did you mean ${prefix}${near}?`;
    return origin.source === 'flag'
      ? `${origin.place} is not a setting${advice}`
      : `${origin.place}: '${name}' is not a setting${advice}`;
  }

  /**
   * Looks at the settings that Larder cannot honour and that are still in force. Under `allow-unsupported` each becomes
   * a warning and goes back to its default; else the answer is a line about the first, and null when there is none.
   */
  refuse(): string | null {
    const standing = this.refusals.filter(({ place, assignment }) => {
      const row = settingRows[place];
      return (
        row?.kind.kind === 'words' || (this.origins[place] === assignment.origin && row?.default !== this.texts[place])
      );
    });
    const lines = standing.map(({ place, assignment }) => {
      const row = settingRows[place];
      return `${quoted(row, assignment)} is not supported: ${row?.refusal}`;
    });
    const [first] = lines;
    if (first === undefined) return null;
    if (this.text('allow-unsupported') !== 'yes') {
      const more = lines.length === 1 ? '' : ` (${lines.length - 1} more like it)`;
      return `${first}. Take it out, or start with --allow-unsupported to leave it out${more}`;
    }
    for (const { place } of standing) this.texts[place] = settingRows[place]?.default ?? '';
    this.warnings.push(...lines.map((line) => `${line}; left out because of allow-unsupported`));
    return null;
  }

  /** One line for each source about its settings that are stored without a meaning. */
  notices(): string[] {
    const bySource = new Map<string, string[]>();
    for (const [place, origin] of this.withoutMeaning) {
      const [, path = origin.place, line] = /^(.*) line ([0-9]+)$/.exec(origin.place) ?? [];
      const key = line === undefined ? (origin.source === 'flag' ? 'command line' : 'environment') : path;
      const name = settingRows[place]?.name ?? '';
      bySource.set(key, [...(bySource.get(key) ?? []), line === undefined ? name : `${name} (line ${line})`]);
    }
    return [...bySource].map(([source, names]) => `${source}: accepted without a meaning here: ${names.join(', ')}`);
  }
}

function hint({ words, origin }: Assignment): string {
  if (words.some((word) => word.startsWith('#'))) return ' (a comment needs a line of its own)';
  return origin.source === 'flag' && words.length > 1 ? ' (a config file comes before all flags)' : '';
}
