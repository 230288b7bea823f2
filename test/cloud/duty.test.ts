import { describe, expect, it } from 'vitest';
import type { Input } from '../../miniprogram/shared/contract';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { aSchool, SCHOOL } from '../support/builders';
import { littleSchool, sharedBackend } from '../support/shared-backend';

// Tuesday 2026-11-24, noon. On duty by the week: 孙老师 on Mondays to Wednesdays, 李老师 on Thursdays, both on Fridays.
const TODAY = '2026-11-24';
const WED = '2026-11-25';
const THU = '2026-11-26';
const FRI = '2026-11-27';
const backend = await sharedBackend(async (fresh) => {
  await littleSchool(fresh);
  const duty = ([1, 2, 3] as const).map((weekday) => ({ weekday, staffIds: ['t-duty'] }));
  await fresh.deps.store.put(
    'schools',
    aSchool({ duty: [...duty, { weekday: 4, staffIds: ['t-head'] }, { weekday: 5, staffIds: ['t-duty', 't-head'] }] }),
  );
});
const { store } = backend.deps;
const DUTY = 'o-t-duty';
const HEAD = 'o-t-head';
const OTHER = 'o-t-other';

const read = (openid: string) => backend.call(openid, 'duty.read', {});
const ask = (over: Partial<Input<'duty.ask'>> = {}, openid = DUTY) =>
  backend.reply(openid, 'duty.ask', { day: WED, otherId: 't-head', inReturn: null, ...over });
const asked = async (over: Partial<Input<'duty.ask'>> = {}, openid = DUTY): Promise<string> => {
  const reply = await ask(over, openid);
  if (!reply.ok) throw new Error(reply.code);
  return reply.data.id;
};
const answer = (swapId: string, agree = true, openid = HEAD) => backend.reply(openid, 'duty.answer', { swapId, agree });
const withdraw = (swapId: string, openid = DUTY) => backend.reply(openid, 'duty.withdraw', { swapId });
const dutyDays = async () => (await store.get('schools', SCHOOL))?.dutyDays;
const peopleOn = async (day: string) =>
  (await read(DUTY)).days.find((one) => one.day === day)?.people.map(({ id }) => id);

describe('duty.read', () => {
  it('shows who is on duty on the open days of four weeks, and who could take over', async () => {
    const { days, swaps, staff } = await read(DUTY);
    expect(days.map(({ day }) => day).slice(0, 5)).toEqual([TODAY, WED, THU, FRI, '2026-11-30']);
    expect(days).toHaveLength(20);
    expect(days[0]).toEqual({ day: TODAY, people: [{ id: 't-duty', name: '孙老师' }], mine: true, swapped: false });
    expect(days[2]).toMatchObject({ people: [{ id: 't-head' }], mine: false });
    expect(swaps).toEqual([]);
    expect(staff.map(({ id }) => id).sort()).toEqual(['t-admin', 't-head', 't-mentor', 't-other']);
  });

  it('is for teachers, counsellor and headteacher of the school', async () => {
    for (const openid of [HEAD, 'o-t-mind', 'o-t-admin']) expect((await read(openid)).days).toHaveLength(20);
    for (const openid of ['o-m-father', 'o-m-granny', 'o-t-booth', 'o-t-bureau', 'o-t-volunteer'])
      expect(await backend.reply(openid, 'duty.read', {})).toMatchObject({ code: 'auth.forbidden' });
  });
});

describe('a swap', () => {
  it('needs both yeses, and from then on the other is on duty', async () => {
    const id = await asked();
    expect(await peopleOn(WED)).toEqual(['t-duty']);
    expect((await read(HEAD)).swaps).toMatchObject([
      { id, asker: '孙老师', other: '李老师', day: WED, status: 'asked', mine: 'asked_me' },
    ]);
    expect((await read(DUTY)).swaps).toMatchObject([{ mine: 'asked_by_me' }]);
    expect((await read(OTHER)).swaps).toMatchObject([{ mine: 'others' }]);
    expect(await answer(id)).toMatchObject({ data: { status: 'agreed', mine: 'asked_me' } });
    expect(await peopleOn(WED)).toEqual(['t-head']);
    expect((await read(HEAD)).days.find(({ day }) => day === WED)).toMatchObject({ mine: true, swapped: true });
    backend.clock.at = instantOf(WED, 720);
    expect(await backend.reply(HEAD, 'calls.board', {})).toMatchObject({ ok: true });
    expect(await backend.reply(DUTY, 'calls.board', {})).toMatchObject({ code: 'auth.off-duty' });
  });

  it('may go both ways, and leaves others on the same day where they are', async () => {
    await answer(await asked({ day: WED, inReturn: THU }));
    expect([await peopleOn(WED), await peopleOn(THU)]).toEqual([['t-head'], ['t-duty']]);
    await answer(await asked({ day: FRI, otherId: 't-other' }), true, OTHER);
    expect(((await peopleOn(FRI)) ?? []).sort()).toEqual(['t-head', 't-other']);
  });

  it('may be swapped on, and back', async () => {
    await answer(await asked());
    await answer(await asked({ otherId: 't-duty' }, HEAD), true, DUTY);
    expect(await peopleOn(WED)).toEqual(['t-duty']);
    await answer(await asked());
    expect(await peopleOn(WED)).toEqual(['t-head']);
    expect(await dutyDays()).toHaveLength(1);
  });

  it('declined or withdrawn changes nothing, and may be asked again', async () => {
    const id = await asked();
    expect(await answer(id, false)).toMatchObject({ data: { status: 'declined' } });
    expect(await asked()).toBe(id);
    expect(await withdraw(id)).toMatchObject({ data: { status: 'withdrawn', mine: 'asked_by_me' } });
    expect(await dutyDays()).toEqual([]);
    expect(await answer(await asked())).toMatchObject({ data: { status: 'agreed' } });
  });

  it('sent twice is one', async () => {
    const ids = await Promise.all([asked(), asked(), asked()]);
    expect(new Set(ids).size).toBe(1);
    const [id = ''] = ids;
    const answers = await Promise.all([answer(id), answer(id)]);
    answers.push(await answer(id));
    expect(answers.every((reply) => reply.ok && reply.data.status === 'agreed')).toBe(true);
    expect(await dutyDays()).toEqual([{ day: WED, staffIds: ['t-head'] }]);
  });

  it('is settled once: no other answer comes after', async () => {
    const agreed = await asked();
    await answer(agreed);
    expect(await answer(agreed, false)).toMatchObject({ code: 'duty.settled' });
    expect(await withdraw(agreed)).toMatchObject({ code: 'duty.settled' });
    const withdrawn = await asked({ day: TODAY });
    await withdraw(withdrawn);
    expect(await withdraw(withdrawn)).toMatchObject({ data: { status: 'withdrawn' } });
    expect(await answer(withdrawn)).toMatchObject({ code: 'duty.settled' });
    expect(await peopleOn(TODAY)).toEqual(['t-duty']);
  });

  it('asked of two goes to who agrees first', async () => {
    for (let round = 0; round < 8; round++) {
      await backend.renew();
      const [a, b] = [await asked(), await asked({ otherId: 't-other' })];
      const replies = await Promise.all([answer(a), answer(b, true, OTHER)]);
      expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
      expect(replies.find(({ ok }) => !ok)).toMatchObject({ code: 'duty.not-yours' });
      expect(await peopleOn(WED)).toEqual([replies[0]?.ok ? 't-head' : 't-other']);
      // What no longer goes with the roster is nothing to answer.
      expect((await read(DUTY)).swaps.map(({ status }) => status)).toEqual(['agreed']);
    }
  });

  it('withdrawn while it is answered is one or the other', async () => {
    for (let round = 0; round < 8; round++) {
      await backend.renew();
      const id = await asked();
      const [yes, no] = await Promise.all([answer(id), withdraw(id)]);
      expect([yes.ok, no.ok].filter(Boolean)).toHaveLength(1);
      expect(await dutyDays()).toHaveLength(yes.ok ? 1 : 0);
    }
  });

  it('and settings saved at the same time both count', async () => {
    const id = await asked();
    await Promise.all([answer(id), backend.call('o-t-admin', 'school.configure', { weeklyQuota: 2 })]);
    expect(await store.get('schools', SCHOOL)).toMatchObject({ weeklyQuota: 2, dutyDays: [{ day: WED }] });
  });
});

describe('a swap is refused', () => {
  it.each<[string, Partial<Input<'duty.ask'>>, string]>([
    ['of a day on which one has no duty', { day: THU, otherId: 't-other' }, 'duty.not-yours'],
    ['with somebody who is on duty then', { day: FRI }, 'duty.not-yours'],
    ['for a day that the other does not have', { inReturn: '2026-12-01' }, 'duty.not-yours'],
    ['for a day on which the asker is on duty', { inReturn: FRI }, 'duty.not-yours'],
    ['with oneself', { otherId: 't-duty' }, 'duty.not-yours'],
    ['of a day that is over', { day: '2026-11-23' }, 'input.invalid'],
    ['for a day that is over', { inReturn: '2026-11-19' }, 'input.invalid'],
    ['with nobody', { otherId: 't-nobody' }, 'common.not-found'],
    ['with who cannot be on duty', { otherId: 't-booth' }, 'common.not-found'],
    ['with the counsellor, who runs no calls', { otherId: 't-mind' }, 'common.not-found'],
    ['with a family', { otherId: 'm-father' }, 'common.not-found'],
  ])('%s', async (_what, over, code) => {
    expect(await ask(over)).toMatchObject({ code });
    expect(await store.count('dutySwaps', { schoolId: SCHOOL, status: 'asked' })).toBe(0);
  });

  it('to whom it is not', async () => {
    const id = await asked();
    for (const reply of [
      await answer(id, true, OTHER),
      await answer(id, true, DUTY),
      await answer(id, true, 'o-t-admin'),
      await withdraw(id, HEAD),
      await answer('no-swap'),
    ])
      expect(reply).toMatchObject({ code: 'common.not-found' });
    expect(await dutyDays()).toEqual([]);
  });

  it('for a day that nobody is shown yet', async () => {
    const far = { code: 'input.invalid', details: { field: 'day', rule: 'far' } };
    expect(await ask({ day: '2026-12-23' })).toMatchObject(far);
    expect(await ask({ inReturn: '2027-06-03' })).toMatchObject(far);
    expect(await ask({ day: '2026-12-22' })).toMatchObject({ ok: true });
  });

  it('when its day is over before it was answered', async () => {
    const id = await asked();
    backend.clock.at = instantOf(THU, 480);
    expect(await answer(id)).toMatchObject({ code: 'input.invalid' });
    expect((await read(HEAD)).swaps).toEqual([]);
  });

  it('by the roles', async () => {
    for (const openid of ['o-m-father', 'o-t-booth', 'o-t-bureau'])
      expect(await ask({}, openid)).toMatchObject({ code: 'auth.forbidden' });
    expect(await ask({}, 'o-nobody')).toMatchObject({ code: 'auth.unbound' });
  });
});
