/** What io threads and the script thread have in common: the engine that runs scripts. */
import type { ReplyWriter } from '../../protocol/resp/reply-writer.ts';
import type { Call } from '../dispatch/context.ts';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import type { MemoryGate } from '../dispatch/memory-gate.ts';
import { GateState } from '../messaging/gate-state.ts';
import { RunningScripts } from '../scripting/running-scripts.ts';
import { ScriptCommands } from '../scripting/script-commands.ts';
import { ScriptEngine } from '../scripting/script-engine.ts';
import { ScriptTable } from '../scripting/script-table.ts';
import type { FromThread } from './messages.ts';
import type { ThreadData } from './thread-data.ts';

/** @param writer for the replies that scripts read @param mayMove whether long scripts go to the script thread */
export function createEngine(
  data: ThreadData,
  call: Call,
  dispatcher: Dispatcher,
  memory: MemoryGate,
  writer: ReplyWriter,
  mayMove: boolean,
  tell: (message: FromThread) => void,
): ScriptEngine {
  const commands = new ScriptCommands(call, dispatcher.ahead, dispatcher.metrics, writer);
  commands.timer = dispatcher.timer;
  commands.onMonitored = (row, client, request) => dispatcher.onMonitored?.(row, client, request);
  return new ScriptEngine({
    call,
    memory,
    commands,
    table: new ScriptTable(data.scripts),
    running: new RunningScripts(data.running, data.index, new GateState(data.clients)),
    mayMove,
    log: (level, text) => tell({ type: 'log', level, text }),
  });
}
