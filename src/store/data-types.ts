/** The data types beside strings, as one thread sees them: commands find them at `call.types`. */
import type { ArgIndex } from '../../protocol/command/arguments.ts';
import type { Ref } from '../memory/types.ts';
import { PackedRuns } from '../values/packed-run.ts';
import { Elements } from '../values/table/elements.ts';
import { MemberTable } from '../values/table/member-table.ts';
import { TextBatch } from '../values/text-batch.ts';
import { Hashes } from './collections/hashes.ts';
import { LargeElements } from './collections/large-elements.ts';
import { Lists } from './collections/lists.ts';
import { SetDraw } from './collections/set-draw.ts';
import { SetWalk } from './collections/set-walk.ts';
import { Sets } from './collections/sets.ts';
import { SortedSetEdit } from './collections/sorted-set-edit.ts';
import { SortedSetWalk } from './collections/sorted-set-walk.ts';
import { SortedSets } from './collections/sorted-sets.ts';
import { Streams } from './collections/streams.ts';
import type { Keyspace } from './keyspace.ts';
import { ValueDumper } from './rdb/dump-value.ts';
import { ValueRestorer } from './rdb/restore-value.ts';
import { TYPE_STRING } from './record.ts';
import type { Strings } from './strings/strings.ts';

export class DataTypes {
  readonly store: Keyspace;
  readonly strings: Strings;
  /** What several types are made of. */
  readonly runs: PackedRuns;
  readonly elements: Elements;
  readonly members: MemberTable;
  readonly largeElements: LargeElements;
  readonly lists: Lists;
  readonly hashes: Hashes;
  readonly dumper: ValueDumper;
  readonly restorer: ValueRestorer;
  readonly sets: Sets;
  readonly setWalk: SetWalk;
  readonly setDraw: SetDraw;
  readonly sortedSets: SortedSets;
  readonly sortedSetEdit: SortedSetEdit;
  readonly sortedSetWalk: SortedSetWalk;
  readonly streams: Streams;
  /** Texts on their way from a collection to a reply. */
  readonly texts = new TextBatch();

  constructor(store: Keyspace, strings: Strings) {
    this.store = store;
    this.strings = strings;
    this.runs = new PackedRuns(store.heap);
    this.elements = new Elements(store.heap, store.large, store.hasher);
    this.members = new MemberTable(store.heap, this.elements);
    this.largeElements = new LargeElements(store, strings);
    this.hashes = new Hashes(this);
    this.lists = new Lists(store, this.largeElements);
    this.sets = new Sets(store, this.runs, this.members);
    this.setWalk = new SetWalk(this.sets);
    store.heap.slabs.hold(this.setWalk);
    this.setDraw = new SetDraw(this.sets, this.setWalk);
    this.sortedSets = new SortedSets(store, this.runs, this.members);
    this.sortedSetEdit = new SortedSetEdit(this.sortedSets);
    this.sortedSetWalk = new SortedSetWalk(this.sortedSets);
    this.streams = new Streams(store, this.largeElements);
    this.dumper = new ValueDumper(this);
    this.restorer = new ValueRestorer(this);
  }

  /** Gives another key the value of a record as well (COPY); `existing` is the record of that key, or NO_REF. */
  copyTo(record: Ref, key: ArgIndex, existing: Ref, expiresAt: number, db: number): Ref {
    const { records, collections, shards } = this.store;
    const type = records.type(record);
    if (type === TYPE_STRING) return this.strings.copyTo(record, key, existing, expiresAt, db);
    const encoding = records.encoding(record);
    const root = collections.types[type]!.copy(shards[key]!, encoding, records.rootRef(record));
    const expire = records.elementsExpire(record);
    const copy = collections.put(key, existing, type, encoding, root, expiresAt, db);
    this.store.countMore(1);
    return expire ? collections.queueElements(key, copy, db) : copy;
  }

  /** What OBJECT ENCODING says of a record. */
  encodingName(record: Ref): string {
    const { records, collections } = this.store;
    const type = records.type(record);
    if (type === TYPE_STRING) return this.strings.encodingName(record);
    return collections.types[type]!.encodingName(records.encoding(record), records.rootRef(record));
  }
}
