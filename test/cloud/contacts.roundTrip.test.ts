import { describe, expect, it } from 'vitest';
import { manyPupils, workbookOfPupils } from '../support/roster-corpus/large';
import { ADMIN, aKey, rosterBackend } from '../support/roster-import';
import { FAMILIES, upload } from '../support/rosters';

const { backend, bringIn } = await rosterBackend();

/** Looks at the whole school's form as a roster. */
async function lookedAtAgain() {
  const whole = { kind: 'form', leftBehindOnly: false, why: 'school', note: '' } as const;
  const { fileId } = await backend.call(ADMIN, 'contacts.export', whole);
  const again = await upload(backend, new Uint8Array(await backend.deps.files.read(fileId)));
  return backend.call(ADMIN, 'roster.preview', { key: aKey(), fileId: again, fileName: '登记表.xlsx' });
}
const nothing = { fresh: 0, changed: 0, errors: 0, nearCount: 0, goneCount: 0 };

describe('what is exported, looked at as a roster', () => {
  it('changes nothing: every pupil is known and nobody is new, doubtful or gone', async () => {
    await bringIn(FAMILIES);
    expect(await lookedAtAgain()).toMatchObject({ ...nothing, pupils: 3, same: 3, doubts: [] });
  });

  it('also of a grade with all that a roster may say', async () => {
    const pupils = manyPupils(120);
    const fileId = await upload(backend, workbookOfPupils(pupils));
    const { importId } = await backend.call(ADMIN, 'roster.preview', { key: aKey(), fileId, fileName: '名册.xlsx' });
    await backend.call(ADMIN, 'roster.confirm', { importId });
    const { changes, doubts: _, ...preview } = await lookedAtAgain();
    expect(changes.slice(0, 3)).toEqual([]);
    expect(preview).toMatchObject({ ...nothing, pupils: 120, same: 120 });
  }, 60_000);
});
