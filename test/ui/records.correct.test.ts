import { describe, expect, test, vi } from 'vitest';
import type { OwnKind } from '../../miniprogram/shared/contract';
import { ok, refuse } from './support/fake-wx';
import { settle, shown, tap, textOf } from './support/mount';
import { answer, door, opened } from './support/records';
import { teacherPhone } from './support/teacher-phone';

const { phone, outbox, keepAllDrafts, show, askedFor, serve } = teacherPhone();
const { posts, flushOutbox } = outbox;

describe('one record', () => {
  test('is shared after one has seen what the family sees, and struck with a reason', async () => {
    serve({
      'records.open': () => opened(1, '奶奶在家'),
      'records.correct': () => ok({ version: 2 }),
      'records.strike': () => ok({ done: true }),
    });
    const page = await show('features/records/pages/open', { recordId: 'r1' });
    await (page.instance.onShare as () => Promise<void>)();
    expect(page.instance.data.sharing).toMatchObject({ text: '很懂事' });
    await (page.instance.onShareYes as () => Promise<void>)();
    expect(askedFor('records.correct')[0]?.input).toMatchObject({
      recordId: 'r1',
      seen: 1,
      share: true,
      shareText: '很懂事',
    });

    await (page.instance.onStrikeYes as () => Promise<void>)();
    expect(askedFor('records.strike')).toEqual([]);
    (page.instance.onWhy as (event: object) => void)({ detail: { value: ['写错孩子了'] } });
    await (page.instance.onStrikeYes as () => Promise<void>)();
    expect(askedFor('records.strike')[0]?.input).toEqual({ recordId: 'r1', why: '写错孩子了' });
  });

  test('corrected by somebody else meanwhile shows both, and both can be put together', async () => {
    let version = 1;
    serve({
      'records.open': () => opened(version, version === 1 ? '奶奶在家' : '奶奶住院了'),
      'records.correct': (input: { seen: number }) => {
        if (input.seen === 2) return ok({ version: 3 });
        version = 2;
        return refuse('common.stale');
      },
    });
    const page = await show('features/records/pages/correct', { recordId: 'r1' });
    answer(page, 'note', '爷爷回来了');
    await tap(shown(page.dom, '改好了'));
    await settle();
    expect(textOf(page)).toContain('别人也刚改过');
    expect(textOf(page)).toContain('爷爷回来了');
    expect(textOf(page)).toContain('奶奶住院了');
    await tap(shown(page.dom, '合在一起，我再看看'));
    expect(page.instance.data.form).toMatchObject({ seen: 2, values: { note: '爷爷回来了\n奶奶住院了' } });
    await tap(shown(page.dom, '改好了'));
    await settle();
    const sent = askedFor('records.correct').map(({ input }) => input as { requestKey: string });
    expect(sent[1]).toMatchObject({ seen: 2, values: { seen: ['情绪'], note: '爷爷回来了\n奶奶住院了' } });
    expect(new Set(sent.map(({ requestKey }) => requestKey)).size).toBe(2);
    expect(phone.wx.navigateBack).toHaveBeenCalled();
  });
});

describe('a correction without a network', () => {
  const CORRECT = 'features/records/pages/correct';
  const sent = () => askedFor('records.correct').map(({ input }) => input as { requestKey: string; seen: number });
  /** The record was opened, then the network went, then it was corrected. */
  async function correctedAlone() {
    serve({ 'records.open': () => opened(1, '奶奶在家'), 'records.correct': () => ok({ version: 2 }) });
    (await show('features/records/pages/open', { recordId: 'r1' })).detach();
    phone.setNetwork(false);
    const page = await show(CORRECT, { recordId: 'r1' });
    answer(page, 'note', '爷爷回来了');
    await tap(shown(page.dom, '改好了'));
    await settle();
    return page;
  }

  test('waits in the outbox, and arrives once when the network is back', async () => {
    vi.mocked(phone.wx.navigateBack as () => void).mockClear();
    const page = await correctedAlone();
    expect(textOf(page)).toContain('有网络就发出去');
    expect(phone.storage.get('outbox')).toMatchObject([
      {
        method: 'records.correct',
        state: 'queued',
        input: { recordId: 'r1', seen: 1, values: { note: '爷爷回来了' } },
      },
    ]);
    expect([...phone.storage.keys()].filter((key) => key.includes('correct:r1'))).toEqual([]);
    // Opened anew it is not written twice.
    expect(textOf(await show(CORRECT, { recordId: 'r1' }))).toContain('有网络就发出去');
    phone.setNetwork(true);
    await flushOutbox();
    await settle();
    expect([sent().length, posts.get()[0]?.state]).toEqual([1, 'sent']);
    expect(phone.wx.navigateBack).toHaveBeenCalled();
  });

  test('that was begun can be gone on with, and put away before the app was killed is one letter', async () => {
    serve({ 'records.open': () => opened(1, '奶奶在家'), 'records.correct': () => ok({ version: 2 }) });
    const page = await show(CORRECT, { recordId: 'r1' });
    answer(page, 'note', '写到一半');
    keepAllDrafts();
    const kept = [...phone.storage].filter(([key]) => key.includes('correct:r1'));
    page.detach();
    phone.setNetwork(false);
    const again = await show(CORRECT, { recordId: 'r1' });
    expect(again.instance.data.form).toMatchObject({ values: { note: '写到一半' }, seen: 1 });
    await tap(shown(again.dom, '改好了'));
    await settle();
    // Killed before the draft was cleared.
    for (const [key, value] of kept) phone.storage.set(key, value);
    phone.setNetwork(true);
    await flushOutbox();
    expect((await show(CORRECT, { recordId: 'r1' })).instance.data.form).toMatchObject({
      values: { note: '奶奶在家' },
    });
    expect(sent()).toHaveLength(1);
  });

  test('that somebody else was faster than shows both, also long after its page was left', async () => {
    (await correctedAlone()).detach();
    serve({
      'records.open': () => opened(2, '奶奶住院了'),
      'records.correct': ({ seen }: { seen: number }) => (seen === 2 ? ok({ version: 3 }) : refuse('common.stale')),
    });
    phone.setNetwork(true);
    await flushOutbox();
    expect(posts.get()[0]?.state).toBe('refused');
    const page = await show(CORRECT, { recordId: 'r1' });
    for (const words of ['别人也刚改过', '爷爷回来了', '奶奶住院了']) expect(textOf(page)).toContain(words);
    expect(posts.get()).toEqual([]);
    await tap(shown(page.dom, '用我改的'));
    await tap(shown(page.dom, '改好了'));
    await settle(60);
    expect(sent().at(-1)).toMatchObject({ seen: 2, values: { note: '爷爷回来了' } });
    expect(new Set(sent().map(({ requestKey }) => requestKey)).size).toBe(2);
  });

  test('stays in the outbox where the phone has no room to take it back', async () => {
    const page = await correctedAlone();
    serve({ 'records.open': () => opened(2, '奶奶住院了'), 'records.correct': () => refuse('common.stale') });
    phone.storageFull = true;
    phone.setNetwork(true);
    await flushOutbox();
    await settle(60);
    expect(phone.said.filter((text) => text.includes('手机里放不下了'))).toHaveLength(1);
    expect(posts.get().map(({ state }) => state)).toEqual(['refused']);
    phone.storageFull = false;
    await tap(shown(page.dom, '改一改再发'));
    await settle();
    expect(textOf(page)).toContain('别人也刚改过');
  });

  test('is struck out without a network too, behind the correction that waits', async () => {
    serve({ 'records.open': () => opened(1, '奶奶在家') });
    const page = await show('features/records/pages/open', { recordId: 'r1' });
    await correctedAlone();
    (page.instance.onWhy as (event: object) => void)({ detail: { value: ['写错孩子了'] } });
    await (page.instance.onStrikeYes as () => Promise<void>)();
    expect(posts.get().map(({ method, state }) => [method, state])).toEqual([
      ['records.correct', 'queued'],
      ['records.strike', 'queued'],
    ]);
    serve({ 'records.correct': () => ok({ version: 2 }), 'records.strike': () => ok({ done: true }) });
    phone.asked.length = 0;
    phone.setNetwork(true);
    await flushOutbox();
    const methods = ['records.correct', 'records.strike'];
    expect(phone.asked.map(({ method }) => method).filter((method) => methods.includes(method))).toEqual(methods);
  });

  test('says on the record that something waits', async () => {
    (await correctedAlone()).detach();
    const waiting = posts.get();
    phone.setNetwork(true);
    await flushOutbox();
    posts.set(waiting);
    expect(textOf(await show('features/records/pages/open', { recordId: 'r1' }))).toContain('还在手机里');
  });
});

describe('a record of a kind that the school dropped', () => {
  test('is corrected by the row with which it was written', async () => {
    const { data } = opened(1, '') as { data: { form: object } };
    const own: OwnKind = {
      ...{ id: 'own_tree', name: '种树', book: 'growth', about: 'child', photos: 0, voices: 0 },
      ...{ writers: ['teacher'], readers: ['teacher'], families: null, feeds: [] },
      fields: [{ id: 'how', label: '怎么种的', type: 'text', max: 50 }],
    };
    const form = { ...data.form, kind: own.id, own, values: { how: '一起种' } };
    serve({ ...door, 'records.open': () => ok({ ...data, form }) });
    const page = await show('features/records/pages/correct', { recordId: 'r1' });
    expect(textOf(page)).toContain('怎么种的');
  });
});
