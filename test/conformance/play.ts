/**
 * Plays one scenario on one server and writes down what came back, step by step. What does not come is written down
 * too: a timeout, a closed connection, bytes that are no reply. Nothing is judged here.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { NoReply, RawClient, type RawReply } from '../helpers/raw-client.ts';
import { type Scenario, type Step, step, stepBytes } from './scenario.ts';

/** A server under test, as scenarios see it. */
export interface Target {
  readonly name: string;
  readonly port: number;
  readonly password?: string;
}

/** What one step brought: replies, and a word for how it ended when that was not the last reply. */
export interface Observation {
  readonly step: Step;
  readonly replies: readonly RawReply[];
  /** '' when all replies came; else `timeout`, `closed`, `open`, `malformed …`, with the bytes that were left. */
  readonly ending: string;
  /** When this step ended, in milliseconds since its scenario began. */
  readonly ms: number;
}

/** How often it is asked whether something has happened. */
const ASK_MS = 5;

export class Player {
  private readonly target: Target;
  private readonly resp: 2 | 3;
  private readonly bare: boolean;
  private readonly patience: number;
  private readonly clients = new Map<string, RawClient>();
  private readonly ids = new Map<string, string>();

  /** @param patience how many times longer than it says a step waits for a connection to be closed */
  constructor(target: Target, resp: 2 | 3, bare: boolean, patience: number) {
    this.patience = patience;
    this.target = target;
    this.resp = resp;
    this.bare = bare;
  }

  async play(scenario: Scenario): Promise<Observation[]> {
    const out: Observation[] = [];
    try {
      const steps = scenario.steps.map(step);
      await this.openMentioned(steps);
      const begin = performance.now();
      for (const one of steps) out.push({ ...(await this.observe(one)), ms: performance.now() - begin });
    } finally {
      await Promise.all([...this.clients.values()].map((client) => client.close()));
    }
    return out;
  }

  /** Connections that a `{id:x}` mentions exist, and are known, before the first step; the others open at first use. */
  private async openMentioned(steps: readonly Step[]): Promise<void> {
    for (const one of steps) {
      for (const args of one.commands) {
        for (const arg of args) {
          const name = typeof arg === 'string' ? /\{(?:id|addr):(\w+)\}/.exec(arg)?.[1] : undefined;
          if (name === undefined || this.ids.has(name)) continue;
          const client = await this.client(name);
          this.ids.set(name, (await client.text('CLIENT', 'ID')).slice(1, -2));
        }
      }
    }
  }

  private async client(name: string): Promise<RawClient> {
    const known = this.clients.get(name);
    if (known !== undefined) return known;
    const client = await RawClient.open({ port: this.target.port });
    this.clients.set(name, client);
    if (this.bare) return client;
    if (this.target.password !== undefined) await client.command('AUTH', this.target.password);
    if (this.resp === 3) await client.command('HELLO', '3');
    return client;
  }

  private readonly fill = (word: string): string =>
    word.replace(/\{(id|addr):(\w+)\}/g, (whole, what: string, name: string) => {
      if (what === 'id') return this.ids.get(name) ?? whole;
      return `127.0.0.1:${this.clients.get(name)?.localPort ?? 0}`;
    });

  /** Asks until the reply is what the step waits for. @returns how that ended: '' or a timeout */
  private async ask(client: RawClient, one: Step): Promise<string> {
    const deadline = performance.now() + one.ms;
    for (;;) {
      await client.send(stepBytes(one, this.fill));
      const { bytes } = await client.readReply(one.ms);
      const text = bytes.toString('latin1');
      if (one.pattern?.test(text)) return '';
      if (performance.now() > deadline) return `timeout after ${JSON.stringify(text)}`;
      await sleep(ASK_MS);
    }
  }

  private async observe(one: Step): Promise<Omit<Observation, 'ms'>> {
    if (one.kind === 'pause') {
      await sleep(one.ms);
      return { step: one, replies: [], ending: '' };
    }
    const client = await this.client(one.on);
    if (one.kind === 'hangUp') {
      await client.close();
      return { step: one, replies: [], ending: '' };
    }
    if (one.kind === 'watch') {
      const { bytes, closed } = await client.readToEnd(one.ms * this.patience);
      return {
        step: one,
        replies: [],
        ending: `${closed ? 'closed' : 'open'} after ${JSON.stringify(bytes.toString('latin1'))}`,
      };
    }
    if (one.kind === 'until') return { step: one, replies: [], ending: await this.ask(client, one) };
    if (one.commands.length > 0 || one.raw !== undefined) {
      const sent = client.send(stepBytes(one, this.fill));
      if (one.replies === 0) await sent;
    }
    const replies: RawReply[] = [];
    try {
      while (replies.length < one.replies) replies.push(await client.readReply(one.ms));
      return { step: one, replies, ending: '' };
    } catch (error) {
      if (error instanceof NoReply) {
        return {
          step: one,
          replies,
          ending: `${error.reason} after ${JSON.stringify(error.partial.toString('latin1'))}`,
        };
      }
      return { step: one, replies, ending: `malformed: ${(error as Error).message}` };
    }
  }
}
