import { listNames, namesInCategory } from '../../../protocol/command/describe.ts';
import { bytes, oneof, optional, pattern, token } from '../../../protocol/command/grammar.ts';
import { globMatch } from '../../../protocol/glob.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { replyTree } from './reply-tree.ts';

/** Words of a request with a filter. */
const ONE_FILTER = 5;

export default command({
  name: 'command|list',
  summary:
    'Lists the names of commands and subcommands: all, or those of an ACL category, of a module, or like a pattern.',
  since: '7.0.0',
  group: 'server',
  complexity: 'O(N) where N is the number of commands.',
  flags: ['loading', 'stale'],
  acl: ['connection'],
  tips: ['nondeterministic_output_order'],
  args: {
    filterby: optional(
      token(
        'FILTERBY',
        oneof({
          moduleName: token('MODULE', bytes()),
          category: token('ACLCAT', bytes()),
          pattern: token('PATTERN', pattern()),
        }),
      ),
    ),
  },
  examples: [['COMMAND LIST FILTERBY PATTERN incrb[y]', '1) "incrby"']],
  run(call, { filterby }) {
    // FILTERBY stands once: the grammar alone would let a second one replace the first.
    if (call.args.argc > ONE_FILTER) return call.fail(ERROR.syntax);
    const { table } = call.server;
    if (filterby?.is === 'moduleName') return call.reply.array(0);
    if (filterby?.is === 'category') return replyTree(call.reply, namesInCategory(table, call.text(filterby.value)));
    if (filterby === undefined) return replyTree(call.reply, listNames(table));
    const glob = Buffer.from(call.text(filterby.value), 'latin1');
    const accepts = (row: { readonly name: string }): boolean => {
      const name = Buffer.from(row.name, 'latin1');
      return globMatch(glob, 0, glob.length, name, 0, name.length, true);
    };
    replyTree(call.reply, listNames(table, accepts));
  },
});
