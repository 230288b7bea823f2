import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Membership, Output } from '../../miniprogram/shared/contract';
import { type FakePhone, fakePhone, noNetwork, ok, refuse } from './support/fake-wx';

let phone: FakePhone;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.resetModules();
  phone = fakePhone();
  vi.stubGlobal('wx', phone.wx);
});
afterEach(() => vi.useRealTimers());

const school = { schoolId: 's1', schoolName: '青山镇中心小学' };
const grandmother: Membership = { id: 'm-g', role: 'guardian', name: '王奶奶', ...school };
const teacher: Membership = { id: 'm-t', role: 'teacher', name: '李老师', ...school };
const opened = (current: Membership | null): Output<'home.open'> => ({
  memberships: [grandmother, teacher],
  current: current?.id ?? null,
  subscriptions: [
    { kind: 'call', templateId: 'tmpl-call', left: 1, lasting: false },
    { kind: 'notice', templateId: 'tmpl-notice', left: 0, lasting: false },
  ],
  home: { kind: 'stranger' },
});

describe('session', () => {
  const open = () => import('../../miniprogram/services/session');

  test('takes who I am from the one call of the home page, and acts as that from then on', async () => {
    const { openHome, currentMembership } = await open();
    phone.serve = () => ok(opened(teacher));
    await openHome();
    await openHome();
    expect(currentMembership()).toEqual(teacher);
    expect(phone.asked.map(({ as }) => as)).toEqual([undefined, 'm-t']);
  });

  test('a choice between memberships survives the app being killed', async () => {
    (await open()).switchTo('m-g');
    vi.resetModules();
    const { startSession, openHome } = await open();
    startSession();
    phone.serve = () => ok(opened(grandmother));
    await openHome();
    expect(phone.asked[0]?.as).toBe('m-g');
  });

  test('what WeChat may still send is known without a network, also what was allowed since home was opened', async () => {
    const { openHome } = await open();
    phone.serve = () => ok(opened(grandmother));
    await openHome();
    const [call, notice] = opened(grandmother).subscriptions;
    if (!call || !notice) throw new Error('two kinds of message');
    (await open()).keepSubscriptions([call, { ...notice, left: 1 }]);
    vi.resetModules();
    const { ensureSession, session } = await open();
    phone.serve = () => {
      throw noNetwork;
    };
    const again = ensureSession();
    await vi.runAllTimersAsync();
    await again;
    expect(session.get().subscriptions.map(({ left }) => left)).toEqual([1, 1]);
  });

  test('is known to a page also where the server has a fault, and not where it says that one may not', async () => {
    phone.serve = () => ok(opened(teacher));
    await (await open()).openHome();
    const again = async (code: string) => {
      vi.resetModules();
      const { ensureSession, currentMembership } = await open();
      phone.serve = () => refuse(code);
      const tried = ensureSession().then(
        () => currentMembership(),
        ({ code: said }: { code: string }) => said,
      );
      await vi.runAllTimersAsync();
      return tried;
    };
    expect(await again('system.internal')).toEqual(teacher);
    expect(await again('auth.unbound')).toBe('auth.unbound');
  });

  test('without a network shows the last known home, and says that it is remembered', async () => {
    const { openHome } = await open();
    phone.serve = () => ok(opened(teacher));
    await openHome();
    phone.serve = () => {
      throw noNetwork;
    };
    const again = openHome();
    await vi.runAllTimersAsync();
    expect(await again).toEqual({ view: { kind: 'stranger' }, remembered: true });
  });

  test('never shows a home that another version of the app remembered, but knows who one is', async () => {
    const { openHome, session, currentMembership } = await open();
    phone.serve = () => ok(opened(teacher));
    await openHome();
    phone.appVersion = '1.1.0';
    session.set({ memberships: [], current: null, subscriptions: [] });
    phone.setNetwork(false);
    const again = openHome();
    await vi.runAllTimersAsync();
    expect(await again).toEqual({ view: null, remembered: true });
    expect(currentMembership()).toMatchObject({ id: teacher.id });
  });

  test('never shows what was remembered of another membership', async () => {
    const { openHome, switchTo } = await open();
    phone.serve = () => ok(opened(teacher));
    await openHome();
    switchTo('m-g');
    phone.setNetwork(false);
    const again = openHome().catch((error: { code: string }) => error.code);
    await vi.runAllTimersAsync();
    expect(await again).toBe('network.offline');
  });

  test('keeps nothing on the phone of a membership that is gone', async () => {
    const { openHome } = await open();
    for (const id of ['m-t', 'm-gone'])
      for (const name of ['children', 'notices', 'sounds']) phone.storage.set(`${name}:${id}`, { at: 1 });
    for (const key of ['draft:m-t:visit', 'draft:m-gone:visit:s1', 'draft::bind']) phone.storage.set(key, { at: 1 });
    phone.serve = () => ok(opened(teacher));
    await openHome();
    expect([...phone.storage.keys()].filter((key) => /^(children|draft|notices|sounds)/.test(key))).toEqual([
      'children:m-t',
      'notices:m-t',
      'sounds:m-t',
      'draft:m-t:visit',
      'draft::bind',
    ]);
  });

  test('grandparents begin with large type, until somebody chooses otherwise', async () => {
    const { openHome, elder, setElder } = await open();
    phone.serve = () => ok(opened(grandmother));
    await openHome();
    expect(elder.get()).toBe(true);
    setElder(false);
    await openHome();
    expect(elder.get()).toBe(false);
  });

  test('teachers begin with normal type', async () => {
    const { openHome, elder } = await open();
    phone.serve = () => ok(opened(teacher));
    await openHome();
    expect(elder.get()).toBe(false);
  });
});

describe('askBeforeTap', () => {
  interface Sheet {
    tmplIds: string[];
    success(result: object): void;
    fail(reason: object): void;
  }
  type Left = Partial<Record<'call' | 'notice' | 'contact', { left: number; lasting?: boolean }>>;
  async function openSheet(reply: (sheet: Sheet) => void, left: Left = { call: { left: 1 }, notice: { left: 0 } }) {
    const request = vi.fn(reply);
    phone.wx.requestSubscribeMessage = request;
    const { session } = await import('../../miniprogram/services/session');
    const subscriptions = Object.entries(left).map(([kind, known]) => ({
      kind: kind as keyof Left,
      templateId: `tmpl-${kind}`,
      lasting: false,
      ...known,
    }));
    session.set({ ...opened(grandmother), subscriptions });
    const leftOf = () => session.get().subscriptions.map((one) => one.left);
    const sheets = () => request.mock.calls.map(([{ tmplIds }]) => tmplIds);
    return { request, sheets, leftOf, ...(await import('../../miniprogram/services/subscription')) };
  }
  const accept = ({ tmplIds, success }: Sheet) => success(Object.fromEntries(tmplIds.map((id) => [id, 'accept'])));

  test("opens the sheet within the tap, with the server's templates", async () => {
    const { sheets, askBeforeTap } = await openSheet(() => {});
    void askBeforeTap(['notice', 'call']);
    expect(sheets()).toEqual([['tmpl-call', 'tmpl-notice']]);
  });

  test('counts an accept as a hint and leaves a refusal alone', async () => {
    const { askBeforeTap, leftOf } = await openSheet(({ success }) =>
      success({ errMsg: 'requestSubscribeMessage:ok', 'tmpl-call': 'reject', 'tmpl-notice': 'accept' }),
    );
    expect((await askBeforeTap(['call', 'notice'])).answers).toEqual({ call: 'reject', notice: 'accept' });
    expect(leftOf()).toEqual([1, 1]);
  });

  test('never holds up the tap: the main switch being off is an answer', async () => {
    const { askBeforeTap } = await openSheet(({ fail }) => fail({ errCode: 20004, errMsg: 'switched off' }));
    expect(await askBeforeTap(['call'])).toEqual({ answers: {}, switchedOff: true });
  });

  test('a school without the template opens no sheet', async () => {
    const { request, askBeforeTap } = await openSheet(() => {});
    expect(await askBeforeTap(['contact'])).toEqual({ answers: {}, switchedOff: false });
    expect(request).not.toHaveBeenCalled();
  });

  test('where enough are left nobody is asked, but for who wants more', async () => {
    const { sheets, askBeforeTap, askForMore } = await openSheet(accept, { call: { left: 6 }, notice: { left: 2 } });
    await askBeforeTap(['call', 'notice']);
    await askForMore(['call']);
    expect(sheets()).toEqual([['tmpl-notice'], ['tmpl-call']]);
  });

  test('a long-term yes is asked for once, never together with those of one time, and they take turns', async () => {
    const { sheets, askForMore, leftOf } = await openSheet(accept, {
      call: { left: 0 },
      notice: { left: 0, lasting: true },
      contact: { left: 1, lasting: true },
    });
    const all = ['call', 'notice', 'contact'] as const;
    for (let i = 0; i < 3; i += 1) await askForMore(all);
    expect(sheets()).toEqual([['tmpl-call'], ['tmpl-notice'], ['tmpl-call']]);
    expect(leftOf()).toEqual([2, 1, 1]);
  });

  test('says how often still where it is few', async () => {
    const { fewRemindersWords } = await openSheet(accept, {
      call: { left: 2 },
      notice: { left: 1, lasting: true },
      contact: { left: 3 },
    });
    expect((['call', 'notice', 'contact'] as const).map(fewRemindersWords)).toEqual(['还能提醒 2 次', '', '']);
  });
});

describe('drafts', () => {
  const open = () => import('../../miniprogram/services/drafts');

  test('what was typed survives the app being killed, once typing rests', async () => {
    (await open()).draftOf<{ note: string }>('visit').write({ note: '奶奶身体好' });
    await vi.advanceTimersByTimeAsync(1_000);
    vi.resetModules();
    expect((await open()).draftOf('visit').read()).toEqual({ note: '奶奶身体好' });
  });

  test('the last letters are kept when the app goes to the background', async () => {
    const { draftOf, keepAllDrafts } = await open();
    draftOf<string>('visit').write('奶');
    keepAllDrafts();
    vi.clearAllTimers();
    vi.resetModules();
    expect((await open()).draftOf('visit').read()).toBe('奶');
  });

  test('a form that was sent leaves nothing, not even what was typed a moment before', async () => {
    const { draftOf } = await open();
    const draft = draftOf<string>('visit');
    draft.write('奶奶');
    draft.clear();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(draft.read()).toBeUndefined();
  });

  test('where the phone is full what was typed last is said to be nowhere else, still read, and stored when there is room', async () => {
    const { draftOf, keepAllDrafts, unkept } = await open();
    draftOf<string>('visit').write('奶');
    keepAllDrafts();
    phone.storageFull = true;
    draftOf<string>('visit').write('奶奶住院了');
    await vi.advanceTimersByTimeAsync(1_000);
    draftOf<string>('talk').clear();
    expect([unkept.get(), draftOf('visit').read(), draftOf<string>('visit').keep('奶奶')]).toEqual([
      true,
      '奶奶住院了',
      false,
    ]);
    phone.storageFull = false;
    keepAllDrafts();
    expect(unkept.get()).toBe(false);
    vi.resetModules();
    expect((await open()).draftOf('visit').read()).toBe('奶奶住院了');
  });

  test('belongs to the membership in which it was written', async () => {
    const { session } = await import('../../miniprogram/services/session');
    const { draftOf } = await open();
    session.set(opened(teacher));
    draftOf<string>('visit').write('老师写的');
    session.set(opened(grandmother));
    expect(draftOf('visit').read()).toBeUndefined();
  });
});
