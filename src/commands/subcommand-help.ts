/** CLIENT HELP, CONFIG HELP and the like: made of the rows of the subcommands. */
import type { Call } from '../dispatch/context.ts';

/** Replies two lines for each subcommand of a container: what it takes, and what it does. */
export function replySubcommandHelp(call: Call, container: string): void {
  const rows = call.server.table.named(container)?.subcommandRows ?? [];
  call.reply.array(1 + rows.length * 2);
  call.reply.simple(`${container.toUpperCase()} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:`);
  for (const row of rows) {
    call.reply.simple(row.syntax.slice(container.length + 1));
    call.reply.simple(`    ${row.definition.summary}`);
  }
}
