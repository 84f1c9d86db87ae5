/** Fields chosen at random, each with the same chance, of the hash that is open. None of them is past its time. */
import type { Call } from '../../dispatch/context.ts';
import { TABLE } from '../../store/collections/hash-forms.ts';
import { replyName, replyValue } from './open-hash.ts';

/** A choice of more than this share of a table goes through all of it; a smaller one draws until it has enough. */
const MANY = 1 / 3;

/** Replies with `count` fields, each drawn from all of them; `single`: one alone instead of an array. */
export function replyRandom(call: Call, count: number, single: boolean, withValues: boolean): void {
  const { hashes } = call.types;
  const size = hashes.fields();
  if (!single) header(call, count, withValues);
  for (let i = 0; i < count; i++) {
    if (hashes.encoding === TABLE) hashes.readRandom();
    else hashes.readPacked(Math.floor(Math.random() * size));
    replyField(call, withValues);
  }
}

/** Replies with `count` different fields, or all of them if there are no more. */
export function replyDistinct(call: Call, count: number, withValues: boolean): void {
  const { hashes } = call.types;
  const size = hashes.fields();
  const isAll = count >= size;
  header(call, isAll ? size : count, withValues);
  if (!isAll && hashes.encoding === TABLE && count < size * MANY) {
    for (const element of drawn(call, count)) {
      hashes.readElement(element);
      replyField(call, withValues);
    }
    return;
  }
  let left = count;
  let behind = size;
  hashes.rewind();
  while (hashes.step()) {
    // Of the fields from here on as many are taken as are still missing, each choice as likely as any other.
    if (Math.random() * behind-- >= left) continue;
    left--;
    replyField(call, withValues);
  }
}

function drawn(call: Call, count: number): Set<number> {
  const { hashes } = call.types;
  const elements = new Set<number>();
  while (elements.size < count) {
    hashes.readRandom();
    elements.add(hashes.field.element);
  }
  return elements;
}

function header(call: Call, count: number, withValues: boolean): void {
  call.reply.array(withValues && call.reply.resp === 2 ? count * 2 : count);
}

function replyField(call: Call, withValues: boolean): void {
  if (withValues && call.reply.resp === 3) call.reply.array(2);
  replyName(call);
  if (withValues) replyValue(call);
}
