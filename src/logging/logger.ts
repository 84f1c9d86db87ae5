/**
 * The server's log, on the main thread, which serves no command: pino with Redis' level names. Lines are JSON, or plain
 * text on a terminal. Keys and values never appear in it.
 *
 * Lines are written in the background and never waited for (log-output.ts), so who reads them slowly holds up neither
 * clients, health checks nor metrics. Threads that serve commands write no line: they count, and the main thread tells what
 * they counted; what scripts say is sent to it. pino's own thread for its transports would cost 15 MB.
 */
import { isatty } from 'node:tty';
import { pino, stdTimeFunctions } from 'pino';
import { LogOutput, openLogFile, standardOutput } from './log-output.ts';

/** Redis' names, from the most to the least talkative; `nothing` turns the log off. */
export const LOG_LEVELS = { debug: 10, verbose: 20, notice: 30, warning: 40 } as const;
export type LogLevel = keyof typeof LOG_LEVELS | 'nothing';

export interface Logger {
  debug(text: string): void;
  verbose(text: string): void;
  notice(text: string): void;
  warning(text: string): void;
  setLevel(level: LogLevel): void;
}

interface LogLine {
  readonly level: keyof typeof LOG_LEVELS;
  readonly time: string;
  readonly msg: string;
}

/**
 * @param file path to append to; empty for standard output
 * Throws the system's error when the file cannot be opened.
 */
export function createLogger(level: LogLevel, file: string): Logger {
  const isTerminal = file === '' && isatty(1);
  const output = new LogOutput(file === '' ? standardOutput() : openLogFile(file), (lines) =>
    log.warning(`${lines} lines of this log were lost: nobody took them`),
  );
  const log = pino(
    {
      customLevels: LOG_LEVELS,
      useOnlyCustomLevels: true,
      level: level === 'nothing' ? 'silent' : level,
      base: { pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    isTerminal ? { write: (line: string) => output.write(plainLine(JSON.parse(line) as LogLine)) } : output,
  );
  return {
    debug: (text) => log.debug(text),
    verbose: (text) => log.verbose(text),
    notice: (text) => log.notice(text),
    warning: (text) => log.warning(text),
    setLevel: (next) => {
      log.level = next === 'nothing' ? 'silent' : next;
    },
  };
}

function plainLine({ level, time, msg }: LogLine): string {
  return `${time.slice(0, 23).replace('T', ' ')} ${level === 'warning' ? '! ' : ''}${msg}\n`;
}
