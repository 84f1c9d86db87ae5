/** Empties a database, after its name was typed. */
import { useState } from 'preact/hooks';
import { request } from '../api/request.ts';
import { grouped } from '../format/units.ts';
import { announce } from '../parts/announcer.tsx';
import { Confirm } from '../parts/confirm.tsx';

export function FlushButton({ db, done }: { db: number; done: () => void }) {
  const [asking, setAsking] = useState(false);
  const confirm = `flush db ${db}`;
  const flush = async () => {
    const { removed } = await request<{ removed: number }>('flush', { method: 'POST', body: { db, confirm } });
    announce(`${grouped(removed)} keys removed`);
    done();
  };
  return (
    <>
      <button type="button" class="danger" onClick={() => setAsking(true)}>
        Flush database {db}…
      </button>
      {asking && (
        <Confirm
          title={`Flush database ${db}?`}
          action="Flush"
          typed={confirm}
          run={flush}
          close={() => setAsking(false)}
        >
          Every key of database {db} is removed. This cannot be undone.
        </Confirm>
      )}
    </>
  );
}
