import { defineCommand } from '../../../protocol/command/define.ts';

export const command = defineCommand<string[]>();

/** The parts of a row that these tests do not look at. */
export const sample = <const N extends string>(name: N) => ({
  name,
  summary: 'A sample.',
  since: '1.0.0',
  complexity: 'O(1)',
  examples: [[name.replace('|', ' ').toUpperCase(), 'OK']] as const,
  allocates: () => 0,
  run(context: string[]) {
    context.push(name);
  },
});
