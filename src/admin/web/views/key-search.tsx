/** The form above the keys. */
import { useState } from 'preact/hooks';

export interface Search {
  readonly db: number;
  readonly match: string;
  readonly type: string;
}

const TYPES = ['string', 'list', 'set', 'zset', 'hash', 'stream'];

export function KeySearch({ search, start }: { search: Search; start: (search: Search) => void }) {
  const [draft, setDraft] = useState(search);
  return (
    <search>
      <form
        class="toolbar"
        onSubmit={(event) => {
          event.preventDefault();
          start({ ...draft });
        }}
      >
        <label class="field grow">
          <span>Pattern</span>
          <input
            class="mono"
            placeholder="user:*"
            spellcheck={false}
            autocomplete="off"
            value={draft.match}
            onInput={({ currentTarget }) => setDraft({ ...draft, match: currentTarget.value })}
          />
        </label>
        <label class="field">
          <span>Type</span>
          <select
            value={draft.type}
            onChange={({ currentTarget }) => setDraft({ ...draft, type: currentTarget.value })}
          >
            <option value="">any</option>
            {TYPES.map((type) => (
              <option key={type}>{type}</option>
            ))}
          </select>
        </label>
        <label class="field tiny">
          <span>Database</span>
          <input
            type="number"
            min="0"
            value={draft.db}
            onInput={({ currentTarget }) => setDraft({ ...draft, db: Number(currentTarget.value) })}
          />
        </label>
        <button type="submit" class="primary">
          Search
        </button>
      </form>
    </search>
  );
}
