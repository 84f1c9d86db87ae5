/** SORT and SORT_RO once their arguments are understood. All locks are held: patterns may name any key. */
import type { ArgIndex, ArgList } from '../../../protocol/command/arguments.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { Texts } from '../../store/rdb/texts.ts';
import { TYPE_SET, TYPE_ZSET } from '../../store/record.ts';
import { collect, isSortable } from './sort-elements.ts';
import { SortPattern } from './sort-pattern.ts';
import { SortWeights } from './sort-weights.ts';

export interface SortRequest {
  readonly key: ArgIndex;
  readonly byPattern: ArgIndex | undefined;
  readonly limit: { readonly offset: number; readonly count: number } | undefined;
  readonly getPattern: ArgList<ArgIndex>;
  readonly order: 'ASC' | 'DESC' | undefined;
  readonly sorting: boolean;
}

const elements = new Texts();
const results = new Texts();
const weights = new SortWeights();
const by = new SortPattern();
const getters: SortPattern[] = [];

/** Sorts, and replies or stores. */
export function runSort(call: Call, request: SortRequest, destination: ArgIndex | undefined): void {
  const { store } = call;
  const record = store.read(request.key);
  if (!isSortable(call, record)) {
    call.fail(ERROR.wrongType);
    return;
  }
  // Sorting leaves a sorted set big, as in redis-server.
  if (record !== NO_REF && store.records.type(record) === TYPE_ZSET) {
    call.types.sortedSetEdit.makeBig(request.key, record);
  }
  const descending = request.order === 'DESC';
  const order = sortedOrder(call, request, record, descending, destination !== undefined);
  if (order === undefined) {
    call.fail(ERROR.sortNotNumbers);
    return;
  }
  for (let i = getters.length; i < request.getPattern.count; i++) getters.push(new SortPattern());
  for (let i = 0; i < request.getPattern.count; i++) getters[i]!.set(call, request.getPattern.items[i]!);
  const part = limited(order, request.limit);
  if (destination === undefined) reply(call, part, request.getPattern.count);
  else storeSorted(call, destination, part, request.getPattern.count);
}

/** Indexes of `elements` in the order asked for; undefined when they are to be numbers and are not. */
function sortedOrder(
  call: Call,
  request: SortRequest,
  record: Ref,
  descending: boolean,
  stores: boolean,
): Int32Array | undefined {
  let hasBy = request.byPattern !== undefined;
  let alpha = request.sorting;
  if (hasBy) by.set(call, request.byPattern!);
  let sorts = !hasBy || by.hasStar;
  // What is stored, or replied to a script, must not depend on the order of a hash table.
  if (!sorts && (stores || call.inScript) && record !== NO_REF && call.store.records.type(record) === TYPE_SET) {
    sorts = true;
    alpha = true;
    hasBy = false;
  }
  elements.clear();
  collect(call, request.key, record, !sorts && descending, elements);
  const order = new Int32Array(elements.count);
  for (let i = 0; i < order.length; i++) order[i] = i;
  if (!sorts) return order;
  if (!weights.take(call, elements, hasBy ? by : undefined, alpha)) return undefined;
  const sign = descending ? -1 : 1;
  if (alpha) order.sort((a, b) => sign * weights.compareWords(a, b));
  else order.sort((a, b) => sign * weights.compareNumbers(a, b));
  return order;
}

function limited(order: Int32Array, limit: SortRequest['limit']): Int32Array {
  if (limit === undefined) return order;
  const start = Math.max(0, limit.offset);
  const end = limit.count < 0 ? order.length : start + limit.count;
  return order.subarray(Math.min(start, order.length), Math.min(end, order.length));
}

function reply(call: Call, part: Int32Array, patterns: number): void {
  call.reply.array(part.length * Math.max(1, patterns));
  for (const index of part) {
    if (patterns === 0) replyElement(call, index);
    for (let i = 0; i < patterns; i++) replyPattern(call, getters[i]!, index);
  }
}

function replyElement(call: Call, index: number): void {
  const start = elements.starts[index]!;
  call.reply.bulk(elements.buffer, start, start + elements.lengths[index]!);
}

function replyPattern(call: Call, pattern: SortPattern, index: number): void {
  if (pattern.isElement) {
    replyElement(call, index);
    return;
  }
  const found = pattern.find(call, elements, index);
  if (found === NO_REF) {
    call.reply.null();
    return;
  }
  results.clear();
  pattern.addTo(call, found, results);
  call.reply.bulk(results.buffer, results.starts[0]!, results.starts[0]! + results.lengths[0]!);
}

/** Makes a list of the result, with empty items for what is missing, the value of a key; replies its length. */
function storeSorted(call: Call, key: ArgIndex, part: Int32Array, patterns: number): void {
  const { store, types } = call;
  results.clear();
  for (const index of part) {
    if (patterns === 0) results.add(elements.buffer, elements.starts[index]!, elements.lengths[index]!);
    for (let i = 0; i < patterns; i++) addPattern(call, getters[i]!, index);
  }
  const { count } = results;
  const existing = store.peek(key);
  if (count === 0) {
    if (existing !== NO_REF) store.delete(key, existing);
    call.reply.integer(0);
    return;
  }
  const made = types.restorer.makeList(key, results);
  if (existing !== NO_REF) store.remove(store.shards[key]!, store.db, store.hashes[key]!, existing);
  store.relink(key, made, store.db, existing === NO_REF);
  store.changed(key, EVENT.sortstore);
  store.countMore(count - 2);
  call.reply.integer(count);
}

function addPattern(call: Call, pattern: SortPattern, index: number): void {
  if (pattern.isElement) {
    results.add(elements.buffer, elements.starts[index]!, elements.lengths[index]!);
    return;
  }
  const found = pattern.find(call, elements, index);
  if (found === NO_REF) results.reserve(0);
  else pattern.addTo(call, found, results);
}
