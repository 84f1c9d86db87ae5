/** The name of a key, which opens it where that can be. */
import { keyPath, showName, type WireBytes } from '../format/bytes.ts';
import { goToKey } from './key-address.ts';

/** Names that are longer there do not fit into the address under which the API has a key. */
const MOST_PATH = 8_192;
/** Of a longer name the beginning stands in lists. */
const MOST_SHOWN = 160;

export function KeyLink({ db, name }: { db: number; name: WireBytes }) {
  const shown = showName(name, MOST_SHOWN);
  // Half a name finds nothing.
  if (name.truncated === true || keyPath(db, name).path.length > MOST_PATH) {
    return <code title="Its name is too long to be opened here">{shown}</code>;
  }
  return (
    <button type="button" class="plain mono" onClick={() => goToKey(db, name)}>
      {shown}
    </button>
  );
}
