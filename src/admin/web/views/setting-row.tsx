/** One setting, and the form that changes it. The server checks; its words stand beside the field. */
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { messageOf, request } from '../api/request.ts';
import type { Setting } from '../api/types.ts';
import { showBytesSize } from '../format/units.ts';
import { announce } from '../parts/announcer.tsx';
import { keepToken, tokenRequired } from '../state/session.ts';

/** Settings whose value is a token of this page. */
const OPENS: ReadonlySet<string> = new Set(['admin-token', 'requirepass']);

export function SettingRow({ setting, saved }: { setting: Setting; saved: () => void }) {
  const [editing, setEditing] = useState(false);
  const edit = useRef<HTMLButtonElement>(null);
  const stop = () => {
    setEditing(false);
    // The form is gone with the focus in it.
    requestAnimationFrame(() => edit.current?.focus());
  };
  const size = sizeOf(setting);
  const { name, doc, value, changeable, effect, secret } = setting;
  const isDefault = isDefaultValue(setting);
  return (
    <div class="setting" data-setting={name}>
      <div>
        <h3>
          {name}
          {!isDefault && <span class="badge good">not the default</span>}
          {effect === 'accepted' && <span class="badge">has no effect here</span>}
          {effect === 'refused' && <span class="badge warn">not supported</span>}
        </h3>
        <p>{words(doc)}</p>
        {!isDefault && !secret && <p>Default: {setting.default === '' ? 'empty' : setting.default}</p>}
      </div>
      <div class="setting-value">
        {editing ? (
          <SettingForm setting={setting} saved={saved} stop={stop} />
        ) : (
          <>
            <span>
              <span class="mono">{secret ? hidden(setting) : value === '' ? '(empty)' : value}</span>
              {size !== null && <span class="sub">{size}</span>}
            </span>
            {changeable ? (
              <button ref={edit} type="button" aria-label={`Edit ${name}`} onClick={() => setEditing(true)}>
                Edit
              </button>
            ) : (
              <span class="badge">set at the start</span>
            )}
          </>
        )}
      </div>
    </div>
  );
}

/** Secrets have none; their values are not told. */
export function isDefaultValue({ value, secret, isSet, ...setting }: Setting): boolean {
  return secret ? isSet !== true : value === setting.default;
}

function hidden({ isSet }: Setting): string {
  return isSet === true ? '(hidden)' : '(not set)';
}

/** Text in backticks is code. */
function words(doc: string) {
  return doc.split('`').map((part, i) => (i % 2 === 1 ? <code key={part}>{part}</code> : part));
}

/** Bytes by the thousand million say little. */
function sizeOf({ kind, value }: Setting): string | null {
  const bytes = Number(value);
  return kind.startsWith('memory') && bytes >= 1024 ? showBytesSize(bytes) : null;
}

interface FormProps {
  readonly setting: Setting;
  readonly saved: () => void;
  readonly stop: () => void;
}

function SettingForm({ setting, saved, stop }: FormProps) {
  const [text, setText] = useState(setting.value);
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement & HTMLSelectElement>(null);
  const errorId = useId();
  // Before the next key is pressed.
  useLayoutEffect(() => field.current?.focus(), []);
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    try {
      await request('config', { method: 'PATCH', body: { settings: { [setting.name]: text } } });
      // Whoever changes the lock holds the new key.
      if (OPENS.has(setting.name) && text !== '') {
        keepToken(text);
        tokenRequired.value = true;
      }
      announce(`${setting.name} saved`);
      saved();
      stop();
    } catch (reason) {
      setError(messageOf(reason));
      setBusy(false);
    }
  };
  const choices = choicesOf(setting);
  const common = {
    ref: field,
    value: text,
    'aria-label': setting.name,
    'aria-describedby': errorId,
    'aria-invalid': error !== '',
  };
  return (
    <form onSubmit={submit} onKeyDown={(event) => event.key === 'Escape' && stop()}>
      {choices === null ? (
        <input
          {...common}
          {...(setting.secret ? SECRET : PLAIN)}
          class="mono"
          spellcheck={false}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      ) : (
        <select {...common} onChange={({ currentTarget }) => setText(currentTarget.value)}>
          {choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      )}
      <button type="submit" class="primary" disabled={busy}>
        Save
      </button>
      <button type="button" onClick={stop}>
        Cancel
      </button>
      <p class="form-error" id={errorId} role="alert">
        {error}
      </p>
    </form>
  );
}

const SECRET = { type: 'password', autocomplete: 'new-password' } as const;
const PLAIN = { type: 'text', autocomplete: 'off' } as const;

function choicesOf({ kind, values }: Setting): readonly string[] | null {
  if (kind === 'boolean') return ['yes', 'no'];
  return kind === 'enum' && values !== undefined ? values : null;
}
