/** Whether a client connects from this machine: some commands and settings may be kept to those. */
import type { Client } from '../../dispatch/client.ts';

export function isLocalClient(client: Client): boolean {
  return client.isUnix || /^(127\.|\[::1\]|\[::ffff:127\.)/.test(client.address);
}
