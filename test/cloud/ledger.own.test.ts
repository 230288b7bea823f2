import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OwnContact } from '../../miniprogram/shared/contract';
import { addDays } from '../../miniprogram/shared/domain/calendar';
import { type Backend, startBackend } from '../support/backend';
import { opsOf } from '../support/booking';
import { seedLittleSchool } from '../support/builders';
import { anEntry, ledgerOf, MONDAY, TODAY } from '../support/ledger';

let backend: Backend;
beforeEach(async () => {
  backend = await startBackend();
  await seedLittleSchool(backend.deps.store, backend.deps.vault);
});
afterEach(() => backend.close());
const { record, contactOf, entriesOf, roll } = ledgerOf(() => backend);

const YESTERDAY = addDays(TODAY, -1);
const input = (over: Partial<OwnContact> = {}): OwnContact => ({
  studentId: 's-yu',
  day: TODAY,
  with: 'child',
  way: 'own_call',
  ...over,
});
const say = (openid: string, over: Partial<OwnContact> = {}) => backend.reply(openid, 'ledger.own', input(over));
const unsay = (openid: string, over: Partial<OwnContact> = {}) => backend.reply(openid, 'ledger.unsay', input(over));
const idsOf = async (studentId = 's-yu') => (await entriesOf(studentId)).map(({ _id }) => _id).sort();

describe('ledger.own', () => {
  it('notes who said it, and which adult it was where a parent says it', async () => {
    for (const openid of ['o-m-father', 'o-m-granny', 'o-t-head'])
      expect(await say(openid)).toMatchObject({ ok: true, data: { done: true } });
    const entries = await entriesOf('s-yu');
    expect(entries.map(({ saidBy, adultId }) => [saidBy.role, saidBy.name, adultId]).sort()).toEqual([
      ['guardian', '刘桂花', null],
      ['parent', '林大山', 'm-father'],
      ['teacher', '李老师', null],
    ]);
    expect(entries[0]).toMatchObject({ with: 'child', way: 'own_call', weekOf: MONDAY, classId: 'c32' });
    expect(await contactOf('s-yu')).toMatchObject({ childDay: TODAY, caregiverDay: null });
  });

  it('counts once however often it is said, and each way and day by itself', async () => {
    await say('o-m-father');
    const once = [await entriesOf('s-yu'), await contactOf('s-yu')];
    expect(await say('o-m-father')).toMatchObject({ ok: true });
    expect([await entriesOf('s-yu'), await contactOf('s-yu')]).toEqual(once);
    await say('o-m-father', { way: 'visit_home' });
    await say('o-m-father', { day: YESTERDAY });
    expect(await idsOf()).toHaveLength(3);
    expect(await contactOf('s-yu')).toMatchObject({ childDay: TODAY });
  });

  it('with both counts for the child and for the caregiver, also where one of them was said before', async () => {
    await say('o-m-mother', { with: 'child' });
    await say('o-m-mother', { with: 'both' });
    expect((await entriesOf('s-yu')).map((entry) => entry.with).sort()).toEqual(['caregiver', 'child']);
    expect(await contactOf('s-yu')).toMatchObject({ childDay: TODAY, caregiverDay: TODAY });
  });

  it('may be said for fourteen days back and not for tomorrow', async () => {
    for (const day of [addDays(TODAY, 1), addDays(TODAY, -15)])
      expect(await say('o-m-father', { day })).toMatchObject({ code: 'input.invalid', details: { field: 'day' } });
    expect(await say('o-m-father', { day: addDays(TODAY, -14) })).toMatchObject({ ok: true });
    expect(await contactOf('s-yu')).toMatchObject({ childDay: addDays(TODAY, -14) });
    expect(await say('o-m-father', { way: 'call_here' as never })).toMatchObject({ code: 'input.invalid' });
  });

  it('is for the family and for those who look after the child', async () => {
    for (const [openid, studentId] of [
      ['o-m-father2', 's-yu'],
      ['o-m-father2', 's-none'],
      ['o-t-other', 's-yu'],
      ['o-t-duty', 's-yu'],
    ] as const)
      expect(await say(openid, { studentId })).toMatchObject({ code: 'common.not-found' });
    for (const openid of ['o-t-mind', 'o-t-booth', 'o-t-bureau'])
      expect(await say(openid)).toMatchObject({ code: 'auth.forbidden' });
    expect(await say('o-t-mentor', { studentId: 's-hai' })).toMatchObject({ ok: true });
    expect(await say('o-t-admin')).toMatchObject({ ok: true });
  });

  it('is one read and one transaction', async () => {
    expect(await opsOf(backend, () => say('o-m-father'))).toBeLessThanOrEqual(8);
  });
});

describe('ledger.unsay', () => {
  it('takes back what the caller said, and leaves what others said', async () => {
    await record({ _id: 'before', day: addDays(TODAY, -5) });
    await say('o-m-father', { with: 'both' });
    await say('o-m-mother', { day: YESTERDAY });
    expect(await unsay('o-m-father', { with: 'both' })).toMatchObject({ ok: true });
    expect(await contactOf('s-yu')).toMatchObject({ childDay: YESTERDAY, caregiverDay: null });
    expect(await unsay('o-m-father', { day: YESTERDAY })).toMatchObject({ ok: true });
    expect(await contactOf('s-yu')).toMatchObject({ childDay: YESTERDAY });
    expect(await unsay('o-m-mother', { day: YESTERDAY })).toMatchObject({ ok: true });
    expect([await idsOf(), (await contactOf('s-yu'))?.childDay]).toEqual([['before'], addDays(TODAY, -5)]);
  });

  it('is for the same people', async () => {
    await say('o-m-father');
    expect(await unsay('o-m-father2')).toMatchObject({ code: 'common.not-found' });
    expect(await unsay('o-t-mind')).toMatchObject({ code: 'auth.forbidden' });
    expect(await contactOf('s-yu')).toMatchObject({ childDay: TODAY });
  });

  it('mends itself when it is sent again after it broke off at any step', async () => {
    for (const action of ['database.modifyDocument', 'database.removeDocument', 'database.aggregateDocuments']) {
      await say('o-m-father');
      let broken = false;
      const mend = backend.cloud.fault((operation) => {
        if (operation.action !== action || broken) return undefined;
        broken = true;
        return { error: { code: 'INTERNAL', message: 'gone' } };
      });
      expect(await unsay('o-m-father')).toMatchObject({ ok: false });
      mend();
      expect(await unsay('o-m-father')).toMatchObject({ ok: true });
      expect([await idsOf(), (await contactOf('s-yu'))?.childDay]).toEqual([[], null]);
    }
  });
});

describe('own contacts, the roll and calls at the same moment', () => {
  it('leave the latest day and count each source once', { timeout: 60_000 }, async () => {
    for (let round = 0; round < 12; round++) {
      const id = `call-${round}`;
      const day = addDays(TODAY, -round);
      await Promise.all([
        say('o-m-father', { day, with: 'both' }),
        say('o-m-father', { day, with: 'both' }),
        say('o-m-mother', { day: addDays(day, -1) }),
        roll([]),
        record({ _id: id, day: addDays(day, -2) }),
      ]).then((replies) => expect(replies.filter((reply) => reply && !reply.ok)).toEqual([]));
      expect(await contactOf('s-yu')).toMatchObject({ childDay: TODAY, caregiverDay: TODAY });
    }
    const ids = await idsOf();
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => id.startsWith('roll:'))).toHaveLength(1);
    expect(ids.filter((id) => id.startsWith('call-'))).toHaveLength(12);
  });

  it('keep a contact that is noted while another is taken back', { timeout: 60_000 }, async () => {
    for (let round = 0; round < 12; round++) {
      const day = addDays(TODAY, round - 12);
      await say('o-m-father', { day });
      await Promise.all([unsay('o-m-father', { day }), say('o-m-mother', { day }), say('o-t-head', { day })]);
      expect(await contactOf('s-yu')).toMatchObject({ childDay: day });
    }
  });
});

describe('ledger.mine', () => {
  const mine = (openid: string, studentId = 's-yu') => backend.call(openid, 'ledger.mine', { studentId });

  it('shows a family the last twelve weeks of a child, this week first, and whose contact it was', async () => {
    await say('o-m-father', { with: 'both' });
    await backend.deps.store.insert('contactEntries', [
      anEntry({ _id: 'third', day: addDays(MONDAY, -14), with: 'caregiver' }),
      anEntry({ _id: 'eleventh', day: addDays(MONDAY, -77), adultId: 'm-mother' }),
      anEntry({ _id: 'older', day: addDays(MONDAY, -78) }),
    ]);
    const view = await mine('o-m-father');
    expect(view.weeks.map(({ weekOf }) => weekOf)).toEqual(
      Array.from({ length: 12 }, (_, back) => addDays(MONDAY, -7 * back)),
    );
    const known = view.weeks.flatMap(({ child, caregiver }, i) => (child || caregiver ? [[i, child, caregiver]] : []));
    expect(known).toEqual([
      [0, true, true],
      [2, false, true],
      [11, true, false],
    ]);
    expect(view).toMatchObject({ childDay: TODAY, caregiverDay: TODAY, child: { id: 's-yu' } });
    expect(view.entries.map(({ byYou }) => byYou)).toEqual([true, true, false, false]);
    expect((await mine('o-m-mother')).entries.map(({ byYou }) => byYou)).toEqual([false, false, false, true]);
  });

  it('is for the family of the child', async () => {
    for (const studentId of ['s-hai', 's-none'])
      expect(await backend.reply('o-m-father', 'ledger.mine', { studentId })).toMatchObject({
        code: 'common.not-found',
      });
    expect(await backend.reply('o-t-head', 'ledger.mine', { studentId: 's-yu' })).toMatchObject({
      code: 'auth.forbidden',
    });
    expect(await opsOf(backend, () => mine('o-m-granny'))).toBe(4);
  });
});

describe("a parent's home", () => {
  const byYou = async (openid: string) => {
    const { home } = await backend.call(openid, 'home.open', {});
    return home.kind === 'family' ? home.children.map((child) => child.byYou) : [];
  };

  it('knows whose voice the child heard last, while that is known', async () => {
    expect(await byYou('o-m-father')).toEqual([false]);
    await say('o-m-father', { day: YESTERDAY });
    expect([await byYou('o-m-father'), await byYou('o-m-mother')]).toEqual([[true], [false]]);
    await record({ _id: 'b1', day: YESTERDAY, adultId: 'm-mother' });
    expect([await byYou('o-m-father'), await byYou('o-m-mother')]).toEqual([[true], [true]]);
    await roll([]);
    expect([await byYou('o-m-father'), await byYou('o-m-mother')]).toEqual([[false], [false]]);
  });

  it('names nobody for what was taken back', async () => {
    await say('o-m-father');
    await say('o-m-granny');
    await unsay('o-m-father');
    expect(await contactOf('s-yu')).toMatchObject({ childDay: TODAY });
    expect(await byYou('o-m-father')).toEqual([false]);
  });
});
