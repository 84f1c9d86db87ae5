/** Elements and tables of them in a heap of their own. */
import { LargeObjects } from '../../src/memory/large/large-objects.ts';
import { KeyHasher } from '../../src/store/key-hash.ts';
import { Elements } from '../../src/values/table/elements.ts';
import { MemberTable } from '../../src/values/table/member-table.ts';
import { type HeapFixture, heapFixture } from '../memory/heap/heap-fixture.ts';

export interface MembersFixture extends HeapFixture {
  readonly large: LargeObjects;
  readonly elements: Elements;
  readonly members: MemberTable;
}

export function membersFixture(): MembersFixture {
  const fixture = heapFixture();
  const large = new LargeObjects(fixture.slabs, fixture.shared);
  const elements = new Elements(fixture.heap, large, new KeyHasher(0x1234, 0x5678));
  return { ...fixture, large, elements, members: new MemberTable(fixture.heap, elements) };
}
