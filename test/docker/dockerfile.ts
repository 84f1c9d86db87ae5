/** A Dockerfile as data: enough of its language to follow ours, and an error for anything beyond. */

/** One instruction: `COPY --from=build /larder/dist dist`. */
export interface Instruction {
  readonly name: string;
  /** `--from=build` as `from` → `build`. */
  readonly flags: ReadonlyMap<string, string>;
  /** What stands behind name and flags; `${NAME}` of a global ARG is filled in. */
  readonly text: string;
}

export interface Stage {
  /** As `COPY --from` calls it; the last one has none. */
  readonly name: string;
  readonly image: string;
  readonly instructions: readonly Instruction[];
}

/** @throws on an instruction before the first FROM that is no ARG */
export function parseDockerfile(source: string): Stage[] {
  const globals = new Map<string, string>();
  const stages: { name: string; image: string; instructions: Instruction[] }[] = [];
  for (const line of logicalLines(source)) {
    const instruction = parseInstruction(line, globals);
    const stage = stages.at(-1);
    if (instruction.name === 'FROM') {
      const [image = '', , name = ''] = instruction.text.split(/\s+/);
      stages.push({ name, image, instructions: [] });
    } else if (stage !== undefined) stage.instructions.push(instruction);
    else if (instruction.name === 'ARG') {
      const [name = '', value = ''] = instruction.text.split('=');
      globals.set(name, value);
    } else throw new Error(`${line} stands before the first FROM`);
  }
  return stages;
}

/** Lines without comments; those that end in a backslash go on in the next. */
function logicalLines(source: string): string[] {
  return source
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#') && line.trim() !== '')
    .join('\n')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n');
}

function parseInstruction(line: string, globals: ReadonlyMap<string, string>): Instruction {
  const [, name = '', given = '', rest = ''] = /^([A-Z]+)\s+((?:--\S+\s+)*)(.*)$/.exec(line.trim()) ?? [];
  if (name === '') throw new Error(`not an instruction: ${line}`);
  const flags = new Map(
    given
      .split(/\s+/)
      .filter((flag) => flag !== '')
      .map((flag): [string, string] => {
        const [key = '', value = ''] = flag.slice(2).split('=');
        return [key, value];
      }),
  );
  const text = name === 'FROM' ? rest.replaceAll(/\$\{(\w+)\}/g, (_, key: string) => globals.get(key) ?? '') : rest;
  return { name, flags, text };
}

/** `A=1 B="x y"` as pairs. */
export function parsePairs(text: string): [string, string][] {
  return [...text.matchAll(/([\w.]+)=(?:"([^"]*)"|(\S*))/g)].map(([, name = '', quoted, plain = '']) => [
    name,
    quoted ?? plain,
  ]);
}

/** The exec form, `["a", "b"]`. The shell form is refused: a shell would keep the signals for itself. */
export function parseExecForm(text: string): string[] {
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list) || list.length === 0) throw new Error(`not an exec form: ${text}`);
  return list.map(String);
}
