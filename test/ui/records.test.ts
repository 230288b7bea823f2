import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Output, OwnKind } from '../../miniprogram/shared/contract';
import { ok, refuse } from './support/fake-wx';
import { settle, shown, tap, textOf } from './support/mount';
import { type Answers, teacherPhone } from './support/teacher-phone';

const { phone, app, outbox, offline, keepAllDrafts, show, askedFor, serve } = teacherPhone();
const { posts, flushOutbox } = outbox;
phone.wx.setNavigationBarTitle = vi.fn();
const { takeWorry } = app.module<typeof import('../../miniprogram/services/worry')>('services/worry');

const WRITE = 'features/records/pages/write';
const YU = { id: 's1', name: '林小雨', className: '三(2)班' } as const;
const HAO = { id: 's2', name: '王子轩', className: '三(2)班' } as const;

const due: Output<'cadence.due'> = {
  term: { name: '秋季学期', from: '2026-09-01', to: '2027-01-20' },
  cadences: [{ id: 'home', name: '月家访', window: 'month', counts: ['visit'] }],
  children: 2,
  rows: [
    {
      child: HAO,
      cadenceId: 'home',
      state: 'overdue',
      from: '2026-11-01',
      due: '2026-11-30',
      done: 0,
      times: 1,
      missed: 1,
      mentor: null,
    },
  ],
  more: 0,
  tallies: [],
  classes: [],
};
/** What a phone fetches for the door. */
const door: Answers = {
  'contacts.list': () =>
    ok({
      children: [YU, HAO].map((child) => ({ ...child, tone: 'ok', sex: 'female', leftBehind: true })),
      next: null,
      more: false,
    }),
  'records.kinds': () => ok({ own: [], hidden: ['letter'] }),
  'cadence.due': () => ok(due),
  'school.read': () => ok({ classes: [{ id: 'c1', name: '三(2)班', grade: 3, headTeacher: null, pupils: 2 }] }),
};

/** The page was opened some time before, where there was a network. */
async function knowTheDoor(): Promise<void> {
  serve(door);
  (await show(WRITE)).detach();
  phone.asked.length = 0;
}
/** Types into a question of the kind. */
const answer = (page: { instance: Record<string, unknown> }, id: string, value: unknown): void =>
  (page.instance.onForm as (event: object) => void)({
    detail: { part: { values: { ...(page.instance.data as { form: { values: object } }).form.values, [id]: value } } },
  });
const change = (page: { instance: Record<string, unknown> }, part: object): void =>
  (page.instance.change as (part: object) => void)(part);

describe('a record at the door', () => {
  beforeEach(knowTheDoor);

  test('without a network is chosen from what was due, written, kept, and sent once when the network is back', async () => {
    phone.setNetwork(false);
    expect(offline.get()).toBe(true);
    const page = await show(WRITE);
    expect(textOf(page)).toContain('月家访');
    await tap(shown(page.dom, '王子轩'));
    await tap(shown(page.dom, '作业'));
    answer(page, 'note', '奶奶腿脚不好');
    await tap(shown(page.dom, '存好'));
    await settle();
    expect(textOf(page)).toContain('存好了，有网络就发出去');
    expect(posts.get()).toMatchObject([{ state: 'queued', title: '家访：王子轩' }]);
    expect(askedFor('records.write')).toEqual([]);

    serve({ ...door, 'records.write': () => ok({ recordId: 'r1', version: 1 }) });
    phone.setNetwork(true);
    await settle(60);
    await flushOutbox();
    await settle();
    expect(askedFor('records.write')).toHaveLength(1);
    const [sent] = askedFor('records.write');
    expect(sent?.input).toMatchObject({
      requestKey: sent?.requestId,
      kind: 'home_visit',
      studentIds: ['s2'],
      values: { seen: ['作业'], note: '奶奶腿脚不好' },
      share: false,
    });
    expect(textOf(page)).toContain('发出去了');
  });

  test('is as it was typed after the app was killed', async () => {
    const page = await show(WRITE, { studentId: 's1' });
    await tap(shown(page.dom, '情绪'));
    answer(page, 'note', '写到一半');
    keepAllDrafts();
    page.detach();
    const again = await show(WRITE, { studentId: 's1' });
    expect(again.instance.data.form).toMatchObject({ values: { seen: ['情绪'], note: '写到一半' }, children: [YU] });
    expect(textOf(again)).toContain('重新写');
  });

  test('that went into the outbox a moment before the app was killed is not offered once more', async () => {
    phone.setNetwork(false);
    const page = await show(WRITE, { studentId: 's1' });
    await tap(shown(page.dom, '情绪'));
    keepAllDrafts();
    const kept = [...phone.storage].filter(([key]) => key.includes('record:s1'));
    await tap(shown(page.dom, '存好'));
    await settle();
    for (const [key, value] of kept) phone.storage.set(key, value);
    page.detach();
    const again = await show(WRITE, { studentId: 's1' });
    expect(again.instance.data.form).toMatchObject({ values: {} });
    expect(posts.get()).toHaveLength(1);
  });

  test('that the school refuses comes back whole, to be mended', async () => {
    serve({ ...door, 'records.write': () => refuse('content.risky') });
    phone.files.add('wxfile://usr/kept/a.jpg');
    const page = await show(WRITE, { studentId: 's1' });
    answer(page, 'note', '有一个词不能发');
    change(page, { photos: ['wxfile://usr/kept/a.jpg'], photosConsented: true });
    await tap(shown(page.dom, '存好'));
    await settle(60);
    expect(textOf(page)).toContain('这段话里有不能发的内容');
    await tap(shown(page.dom, '改一改再发'));
    expect(page.instance.data.form).toMatchObject({
      values: { note: '有一个词不能发' },
      photos: ['wxfile://usr/kept/a.jpg'],
      photosConsented: true,
      children: [YU],
    });
    expect(phone.files.has('wxfile://usr/kept/a.jpg')).toBe(true);
    expect(posts.get()).toEqual([]);
  });

  test('with nothing in it is not saved, and says so', async () => {
    const page = await show(WRITE, { studentId: 's1' });
    await tap(shown(page.dom, '存好'));
    expect(textOf(page)).toContain('点几个词，或者写一两句');
    expect(posts.get()).toEqual([]);
  });

  test('on a full phone is not lost: a sentence says what to do, and what was typed stays', async () => {
    const page = await show(WRITE, { studentId: 's1' });
    answer(page, 'note', '很要紧的话');
    phone.storageFull = true;
    await tap(shown(page.dom, '存好'));
    await settle();
    phone.storageFull = false;
    expect(phone.said.at(-1)).toContain('放不下');
    expect(page.instance.data.form).toMatchObject({ values: { note: '很要紧的话' } });
    await tap(shown(page.dom, '存好'));
    await settle();
    expect(posts.get()).toHaveLength(1);
  });
});

describe('kinds', () => {
  beforeEach(knowTheDoor);

  test('are chosen by book, without those that the school hides; what was written stays', async () => {
    const page = await show(WRITE, { studentId: 's1' });
    answer(page, 'note', '说了很久');
    await tap(shown(page.dom, '换一类'));
    expect(textOf(page)).not.toContain('家书');
    await tap(shown(page.dom, '谈心'));
    expect(page.instance.data.view).toMatchObject({ id: 'talk' });
    expect(textOf(page)).toContain('孩子的样子');
    expect(textOf(page)).not.toContain('加照片');
    expect(page.instance.data.form).toMatchObject({ kind: 'talk', values: { note: '说了很久' } });
  });

  test('about several children take a whole class with one tap', async () => {
    const page = await show(WRITE, { kind: 'praise' });
    await tap(shown(page.dom, '三(2)班全班'));
    await tap(shown(page.dom, '选好了，2 个孩子'));
    expect(textOf(page)).toContain('每一家都看得到这一段');
    await tap(shown(page.dom, '爱劳动'));
    await tap(shown(page.dom, '存好'));
    await settle();
    expect(posts.get()[0]?.input).toMatchObject({ kind: 'praise', studentIds: ['s1', 's2'], share: true });
  });

  test('about a class ask for it only where there are several', async () => {
    const page = await show(WRITE, { kind: 'forum' });
    answer(page, 'theme', '想家的时候');
    await tap(shown(page.dom, '存好'));
    await settle();
    expect(posts.get()[0]?.input).toMatchObject({ kind: 'forum', studentIds: [], classId: 'c1' });
  });

  test('the one that was written last is there the next time; day and goal come along from where the page was opened', async () => {
    serve({ ...door, 'records.write': () => ok({ recordId: 'r1', version: 1 }) });
    const page = await show(WRITE, { studentId: 's1', kind: 'tutoring', day: '2026-11-03', goal: 'p1:g1' });
    await tap(shown(page.dom, '数学'));
    await tap(shown(page.dom, '存好'));
    await settle();
    expect(posts.get()[0]?.input).toMatchObject({ day: '2026-11-03', goal: { planId: 'p1', goalId: 'g1' } });
    page.detach();
    expect((await show(WRITE, { studentId: 's1' })).instance.data.view).toMatchObject({ id: 'tutoring' });
  });
});

describe('a worry', () => {
  test('takes along what was written, and shares nothing', async () => {
    await knowTheDoor();
    const page = await show(WRITE, { studentId: 's1' });
    answer(page, 'note', '胳膊上有伤');
    change(page, { share: true });
    await tap(shown(page.dom, '放心不下'));
    const { form } = page.instance.data as { form: { share: boolean; requestKey: string } };
    expect(form.share).toBe(false);
    expect(vi.mocked(phone.wx.navigateTo as (o: { url: string }) => void).mock.lastCall?.[0].url).toContain(
      'studentId=s1',
    );
    expect(takeWorry('s1')).toEqual(
      expect.objectContaining({
        ...{ words: '胳膊上有伤', recordKey: form.requestKey },
        child: expect.objectContaining({ id: 's1' }),
      }),
    );
    expect(takeWorry('s1')).toBeUndefined();
  });
});

const shownRecord = {
  recordId: 'r1',
  kind: 'home_visit',
  title: '家访',
  book: 'visit',
  day: '2026-11-20',
  at: 0,
  by: '李老师',
  facts: [{ label: '看了什么', text: '情绪' }],
  place: '',
  shareText: '很懂事',
  shared: false,
  photos: [],
  voices: [],
  others: 0,
  corrected: false,
  struck: false,
  mayCorrect: true,
} as const;
const opened = (version: number, note: string) =>
  ok({
    record: shownRecord,
    children: [YU],
    version,
    form: {
      kind: 'home_visit',
      day: '2026-11-20',
      values: { seen: ['情绪'], note },
      place: '',
      photos: [],
      voices: [],
      share: false,
      shareText: '很懂事',
      goal: null,
    },
    before: version > 1 ? [{ at: 0, by: '王老师', day: '2026-11-20', facts: [], shareText: '', shared: false }] : [],
    struck: null,
  });

describe('the timeline', () => {
  const list = (records: object[]) => () =>
    ok({ child: YU, records, next: null, terms: [{ name: '秋季学期', from: '2026-09-01', to: '2027-01-20' }] });

  test('is filtered by book and term, and opens one', async () => {
    serve({ 'records.list': list([shownRecord]) });
    const page = await show('features/records/pages/list', { studentId: 's1' });
    expect(textOf(page)).toContain('情绪');
    await tap(shown(page.dom, '走访'));
    (page.instance.onTerm as (event: object) => void)({ detail: { value: '1' } });
    await settle();
    expect(askedFor('records.list').at(-1)?.input).toEqual({
      studentId: 's1',
      book: 'visit',
      from: '2026-09-01',
      to: '2027-01-20',
    });
    await tap(shown(page.dom, '家访'));
    expect(vi.mocked(phone.wx.navigateTo as (o: { url: string }) => void).mock.lastCall?.[0].url).toContain(
      'open/index?recordId=r1',
    );
  });

  test('of nothing says what will be there', async () => {
    serve({ 'records.list': list([]) });
    expect(textOf(await show('features/records/pages/list', { studentId: 's1' }))).toContain('还没有记录');
  });
});

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

describe('what a phone has at hand', () => {
  test('is asked for again at once where it did not come', async () => {
    phone.setNetwork(false);
    (await show(WRITE)).detach();
    phone.asked.length = 0;
    phone.setNetwork(true);
    serve(door);
    const page = await show(WRITE);
    expect(askedFor('cadence.due')).toHaveLength(1);
    expect(textOf(page)).toContain('月家访');
  });
});

describe('one more after another', () => {
  test('goes on with what was begun before, and does not write over it', async () => {
    await knowTheDoor();
    const begun = await show(WRITE);
    await tap(shown(begun.dom, '王子轩'));
    answer(begun, 'note', '写到一半');
    keepAllDrafts();
    begun.detach();
    const page = await show(WRITE, { studentId: 's1' });
    await tap(shown(page.dom, '情绪'));
    await tap(shown(page.dom, '存好'));
    await settle();
    (page.instance.onAnother as () => void)();
    await settle();
    expect(page.instance.data.form).toMatchObject({ values: { note: '写到一半' }, children: [HAO] });
  });
});

describe('a refused record', () => {
  test('of another membership on this phone is not offered here', async () => {
    await knowTheDoor();
    const letter = { clientId: 'other-01', method: 'records.write' as const, title: '家访：别的学校', at: 1 };
    const refusal = { code: 'common.not-found' as const, details: {} };
    posts.set([{ ...letter, input: {}, files: [], uploaded: {}, as: 'm-other', state: 'refused', refusal }]);
    const page = await show(WRITE);
    expect(textOf(page)).not.toContain('别的学校');
  });

  test('stays in the outbox while the phone has no room to mend it', async () => {
    await knowTheDoor();
    serve({ ...door, 'records.write': () => refuse('content.risky') });
    const page = await show(WRITE, { studentId: 's1' });
    answer(page, 'note', '有一个词不能发');
    await tap(shown(page.dom, '存好'));
    await settle(60);
    phone.storageFull = true;
    await tap(shown(page.dom, '改一改再发'));
    await settle();
    expect(phone.said.at(-1)).toContain('手机里放不下了');
    expect(posts.get().map(({ state }) => state)).toEqual(['refused']);
    phone.storageFull = false;
    await tap(shown(page.dom, '改一改再发'));
    expect(page.instance.data.form).toMatchObject({ values: { note: '有一个词不能发' } });
    expect([...phone.storage.keys()].some((key) => key.startsWith('draft:m-t:record:s1'))).toBe(true);
    expect(posts.get()).toEqual([]);
  });
});
