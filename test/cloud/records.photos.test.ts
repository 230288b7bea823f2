import { describe, expect, it } from 'vitest';
import type { CareRecord } from '../../cloudfunctions/_server/data/documents';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { recheck } from '../../cloudfunctions/_server/media/checks';
import { bringVerdict } from '../support/notices';
import { schoolWithPhotos, shared, uploadPhoto } from '../support/records';
import { sharedBackend } from '../support/shared-backend';

const HEAD = 'o-t-head';
const FATHER = 'o-m-father';
const MINUTE = 60_000;
const b = await sharedBackend(schoolWithPhotos);
const record = (id: string) => b.deps.store.get('records', id) as Promise<CareRecord>;
/** WeChat's newest id of the check of each photo. */
const tracesOf = async (recordId: string) => {
  const checks = [0, 1].map((i) => b.deps.store.get('mediaChecks', `${recordId}:${i}`));
  return (await Promise.all(checks)).map((check) => check?.traces.at(-1));
};
const verdict = (trace: string | undefined, suggest: string, errcode?: number) =>
  bringVerdict(b.deps, trace, suggest, errcode);

describe('photos', () => {
  const withPhotos = async () => {
    const photos = [await uploadPhoto(b, 'one'), await uploadPhoto(b, 'two')];
    const { recordId } = await b.call(HEAD, 'records.write', shared({ photos, photosConsented: true }));
    return { recordId, traces: await tracesOf(recordId) };
  };
  const states = async (id: string) => (await record(id)).photos.map((p) => p.state);
  const seenBy = async (openid: string) =>
    (await b.call(openid, 'records.list', { studentId: 's-yu' })).records[0]?.photos.map((p) => [
      p.state,
      p.url !== null,
    ]);

  it('are seen by nobody but the author until they are passed', async () => {
    const { recordId, traces } = await withPhotos();
    expect(await states(recordId)).toEqual(['checking', 'checking']);
    expect(await seenBy(FATHER)).toEqual([]);
    expect(await seenBy('o-t-admin')).toEqual([
      ['checking', false],
      ['checking', false],
    ]);
    expect(await seenBy(HEAD)).toEqual([
      ['checking', true],
      ['checking', true],
    ]);
    await verdict(traces[0], 'pass');
    await verdict(traces[1], 'risky');
    expect(await states(recordId)).toEqual(['shown', 'held']);
    expect(await seenBy(FATHER)).toEqual([['shown', true]]);
    expect(await seenBy('o-t-admin')).toEqual([
      ['shown', true],
      ['held', false],
    ]);
    expect(await seenBy(HEAD)).toEqual([
      ['shown', true],
      ['held', false],
    ]);
    const opened = await b.call(FATHER, 'notices.open', { receiptId: `${recordId}:m-father` });
    expect(opened.photoUrls).toHaveLength(1);
    expect(await (await fetch(opened.photoUrls[0] ?? '')).text()).toBe('one');
  });

  it('two verdicts at once both count; repeats change nothing', async () => {
    const { recordId, traces } = await withPhotos();
    await Promise.all([...traces, ...traces].map((trace) => verdict(trace, 'pass')));
    expect(await states(recordId)).toEqual(['shown', 'shown']);
  });

  it.each([
    ['for a person to look at', 'review', 0],
    ['not loaded', '', -1008],
  ])('%s are held', async (_what, suggest, errcode) => {
    const { recordId, traces } = await withPhotos();
    for (const trace of traces) await verdict(trace, suggest, errcode);
    expect(await states(recordId)).toEqual(['held', 'held']);
  });

  it('a verdict that comes before the record is asked for again', async () => {
    await expect(verdict('trace-unknown', 'pass')).rejects.toThrow('trace-unknown');
  });

  it('a check that could not start, or whose verdict was lost, is asked for again by the job', async () => {
    const refusing: Deps['wechat'] = { ...b.deps.wechat, checkMedia: () => Promise.reject(new Error('61010')) };
    const { checkMedia } = b.deps.wechat;
    Object.assign(b.deps.wechat, { checkMedia: refusing.checkMedia });
    const { recordId, traces } = await withPhotos().finally(() => Object.assign(b.deps.wechat, { checkMedia }));
    expect(traces).toEqual([undefined, undefined]);
    expect(await recheck(b.deps)).toBe(0);
    b.clock.at += 5 * MINUTE;
    expect(await recheck({ ...b.deps, wechat: refusing })).toBe(2);
    expect(await recheck(b.deps)).toBe(0);
    b.clock.at += 10 * MINUTE;
    await Promise.all([recheck(b.deps), recheck(b.deps)]);
    const first = await tracesOf(recordId);
    // Under way since a moment ago: not asked for again before WeChat's half hour is over.
    b.clock.at += 30 * MINUTE;
    expect(await recheck(b.deps)).toBe(0);
    b.clock.at += 10 * MINUTE;
    expect(await recheck(b.deps)).toBe(2);
    const second = await tracesOf(recordId);
    expect(new Set([...first, ...second]).size).toBe(4);
    expect((await b.deps.store.get('mediaChecks', `${recordId}:0`))?.traces).toHaveLength(2);
    // The late verdict of the first time counts as well.
    await verdict(first[0], 'pass');
    await verdict(second[1], 'pass');
    expect(await states(recordId)).toEqual(['shown', 'shown']);
  });

  it('whose verdict never comes are held in the end', async () => {
    const { recordId } = await withPhotos();
    b.clock.at += 2 * 86_400_000;
    await recheck(b.deps);
    expect(await states(recordId)).toEqual(['checking', 'checking']);
    b.clock.at += 2 * 86_400_000;
    await recheck(b.deps);
    expect(await states(recordId)).toEqual(['held', 'held']);
  });
});
