/**
 * The server's log, on the main thread, which serves no command: pino with Redis' level names. Lines are JSON, or plain
 * text on a terminal. Keys and values never appear in it.
 *
 * Lines are written in the background, so that who reads them slowly holds up neither health checks nor metrics; what is
 * left is written at the end. pino's own thread for that would cost 15 MB.
 */
import { openSync, writeSync } from 'node:fs';
import { destination, pino, stdTimeFunctions } from 'pino';

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
  const fd = file === '' ? 1 : openSync(file, 'a');
  const isPlain = file === '' && process.stdout.isTTY;
  const log = pino(
    {
      customLevels: LOG_LEVELS,
      useOnlyCustomLevels: true,
      level: level === 'nothing' ? 'silent' : level,
      base: { pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    isPlain
      ? { write: (line: string) => writeToTerminal(fd, plainLine(JSON.parse(line) as LogLine)) }
      : inBackground(fd),
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

function writeToTerminal(fd: number, text: string): void {
  try {
    writeSync(fd, text);
  } catch {
    // It has been closed, and the server outlives it.
  }
}

function inBackground(fd: number) {
  const file = destination({ dest: fd, sync: false });
  // Nobody may be left to read, or the disk be full: no reason for a cache to end.
  file.on('error', () => undefined);
  process.on('exit', () => {
    try {
      file.flushSync();
    } catch {
      // The same, at the end.
    }
  });
  return file;
}

function plainLine({ level, time, msg }: LogLine): string {
  return `${time.slice(0, 23).replace('T', ' ')} ${level === 'warning' ? '! ' : ''}${msg}\n`;
}
