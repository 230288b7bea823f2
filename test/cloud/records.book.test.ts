import { strFromU8, unzipSync } from 'fflate';
import { beforeEach, describe, expect, it } from 'vitest';
import { documentHandlers } from '../../cloudfunctions/_server/documents/handlers';
import { longDate } from '../../cloudfunctions/_server/documents/report-docx';
import { dayOf } from '../../miniprogram/shared/domain/calendar';
import { aConsent } from '../support/builders';
import { aRecord, schoolWithPhotos } from '../support/records';
import { code, sharedBackend } from '../support/shared-backend';

const HEAD = 'o-t-head';
const FATHER = 'o-m-father';
const OTHER = 'o-m-father2';
const b = await sharedBackend(schoolWithPhotos, documentHandlers);
const { store, vault } = b.deps;
const TERM = { studentId: 's-yu', from: '2026-09-01', to: '2027-01-20' };
const GREY = 'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAAAAADRSSBWAAAAC0lEQVR4nGNoAAMAAwUBAW1hAmcAAAAASUVORK5CYII=';
const put = (name: string) => b.deps.files.write(`u/${name}.png`, Buffer.from(GREY, 'base64'));

let photos: string[] = [];
beforeEach(async () => {
  photos = await Promise.all(['one', 'two', 'held'].map(put));
  const state = (fileId: string, state: 'shown' | 'held' = 'shown') => ({ fileId, state });
  const words = (shareText: string) => ({ said: { shareText, values: { note: '只给学校看的话' } } });
  await store.insert('records', [
    aRecord(vault, {
      _id: 'b1',
      day: '2026-09-10',
      share: true,
      ...words('九月的话'),
      photos: [state(photos[0] ?? ''), state(photos[2] ?? '', 'held')],
    }),
    aRecord(vault, {
      _id: 'b2',
      day: '2026-11-02',
      share: true,
      ...words('十一月的话'),
      photos: [state(photos[1] ?? '')],
    }),
    aRecord(vault, { _id: 'b3', day: '2026-10-01', ...words('没有给家里看') }),
    aRecord(vault, {
      _id: 'b4',
      day: '2026-10-02',
      share: true,
      ...words('划掉的'),
      struck: { at: b.clock.at, byName: '李老师', why: '写错了孩子' },
    }),
    aRecord(vault, { _id: 'b5', day: '2026-08-20', share: true, ...words('上学期的') }),
  ]);
});

async function book(openid: string) {
  const made = await b.call(openid, 'records.book', TERM);
  const files = unzipSync(new Uint8Array(await b.deps.files.read(made.fileId)));
  return { made, xml: strFromU8(files['word/document.xml'] ?? new Uint8Array()) };
}

describe('records.book', () => {
  it('holds what the family may see of these days, in their order, and nothing else', async () => {
    const { made, xml } = await book(FATHER);
    expect(made).toMatchObject({ records: 2, pictures: 2, left: 0 });
    expect(made.fileName).toContain('林小雨');
    // The term goes on until January; the book until today.
    expect(xml).toContain(`2026年9月1日—${longDate(dayOf(b.clock.at))}`);
    expect(xml.indexOf('九月的话')).toBeGreaterThan(0);
    expect(xml.indexOf('九月的话')).toBeLessThan(xml.indexOf('十一月的话'));
    for (const hidden of ['只给学校看的话', '没有给家里看', '划掉的', '上学期的']) expect(xml).not.toContain(hidden);
  });

  it('gives a teacher the same, without photos where a guardian said no', async () => {
    expect((await book(HEAD)).made).toMatchObject({ records: 2, pictures: 2 });
    await store.put('consents', { ...aConsent(), answer: 'withdrawn' });
    expect((await book(HEAD)).made).toMatchObject({ records: 2, pictures: 0, left: 0 });
    // The family keeps what it was given.
    expect((await book(FATHER)).made).toMatchObject({ pictures: 2 });
  });

  it('leaves out a picture that is gone, and says so', async () => {
    await b.deps.files.remove(photos[1] ?? '');
    expect((await book(FATHER)).made).toMatchObject({ records: 2, pictures: 1, left: 1 });
  });

  it('says that there is nothing of these days, and knows no other child', async () => {
    const ask = (openid: string, over: Partial<typeof TERM>) =>
      code(b.call(openid, 'records.book', { ...TERM, ...over }));
    expect(await ask(FATHER, { from: '2025-09-01', to: '2026-01-20' })).toBe('records.empty-book');
    expect(await ask(OTHER, {})).toBe('common.not-found');
    expect(await ask(OTHER, { studentId: 'nobody' })).toBe('common.not-found');
  });
});
