/** MEMORY DOCTOR: how memory is used, in words. */
import type { MemoryReport } from '../../dispatch/ports/server.ts';

const MEBIBYTE = 1024 * 1024;
/** Below this little there is nothing to say. */
const SMALL_BYTES = 5 * MEBIBYTE;
const FRAGMENTED = 1.4;
const PAST_PEAK = 1.5;
const NEARLY_FULL = 0.95;

/** MEMORY DOCTOR: what stands out, as sentences. @param limitBytes of `maxmemory`; 0: none */
export function memoryAdvice(memory: MemoryReport, limitBytes: number): string {
  if (memory.used < SMALL_BYTES) return 'The server holds so little that there is nothing to say about its memory.\n';
  const advice: string[] = [];
  if (memory.peak > memory.used * PAST_PEAK) {
    advice.push(`Memory in use was ${megabytes(memory.peak)} at its peak and is ${megabytes(memory.used)} now.`);
  }
  if (memory.committed > memory.used * FRAGMENTED) {
    advice.push(
      `The heap has drawn ${megabytes(memory.committed)} for ${megabytes(memory.used)} in use: it is fragmented. MEMORY PURGE may help.`,
    );
  }
  if (memory.clients > memory.used / 4) advice.push(`Buffers of clients take ${megabytes(memory.clients)}.`);
  if (limitBytes > 0 && memory.used > limitBytes * NEARLY_FULL) {
    advice.push(`maxmemory (${megabytes(limitBytes)}) is nearly reached: keys are evicted, or writes refused.`);
  }
  return advice.length === 0 ? 'Memory is used well.\n' : `${advice.join('\n')}\n`;
}

function megabytes(bytes: number): string {
  return `${(bytes / MEBIBYTE).toFixed(1)} MiB`;
}
