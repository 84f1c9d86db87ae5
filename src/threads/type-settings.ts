/** What data types take from the settings: where values become large objects, and where collections change their form. */
import type { Settings } from '../config/settings.ts';
import type { DataTypes } from '../store/data-types.ts';

/** Called when a thread joins the store, and again when a setting has changed. */
export function applyTypeSettings(types: DataTypes, current: Settings): void {
  types.strings.largeThreshold = current.largeObjectThreshold;
  types.hashes.maxPackedEntries = current.hashMaxListpackEntries;
  types.hashes.maxPackedValue = current.hashMaxListpackValue;
  types.lists.maxPackedSize = current.listMaxListpackSize;
  types.sets.forms.maxIntegers = current.setMaxIntsetEntries;
  types.sets.forms.maxPackedEntries = current.setMaxListpackEntries;
  types.sets.forms.maxPackedBytes = current.setMaxListpackValue;
  types.sortedSets.maxPackedEntries = current.zsetMaxListpackEntries;
  types.sortedSets.maxPackedBytes = current.zsetMaxListpackValue;
  types.streams.entries.nodeMaxBytes = current.streamNodeMaxBytes;
  types.streams.entries.nodeMaxEntries = current.streamNodeMaxEntries;
}
