import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { remindAmber } from '../../cloudfunctions/_server/ledger/jobs';
import type { ConcernKind, FollowUpKind } from '../../miniprogram/shared/contract';
import { addDays } from '../../miniprogram/shared/domain/calendar';
import { type Backend, startBackend } from '../support/backend';
import { key, losingOne } from '../support/booking';
import { SCHOOL, seedLittleSchool } from '../support/builders';
import { ledgerOf, TODAY } from '../support/ledger';

let backend: Backend;
beforeEach(async () => {
  backend = await startBackend();
  await seedLittleSchool(backend.deps.store, backend.deps.vault);
});
afterEach(() => backend.close());
const { contactOf, messages } = ledgerOf(() => backend);

const child = (studentId = 's-yu') => backend.call('o-t-admin', 'ledger.child', { studentId });

describe('ledger.follow', () => {
  const follow = (openid: string, kind: FollowUpKind, over: { studentId?: string; note?: string; tap?: string } = {}) =>
    backend.reply(openid, 'ledger.follow', {
      requestKey: over.tap ?? key(),
      studentId: over.studentId ?? 's-yu',
      kind,
      note: over.note ?? '',
    });

  it('keeps what was done, and shows the last of it in the class', async () => {
    expect(await follow('o-t-head', 'visited', { note: '奶奶身体好' })).toMatchObject({ ok: true });
    backend.clock.at += 60_000;
    expect(await follow('o-t-admin', 'delegated')).toMatchObject({ ok: true });
    expect((await child()).followUps).toEqual([
      { day: TODAY, kind: 'delegated', note: '', by: '赵校长' },
      { day: TODAY, kind: 'visited', note: '奶奶身体好', by: '李老师' },
    ]);
    const { rows } = await backend.call('o-t-head', 'ledger.class', {});
    expect(rows.find(({ id }) => id === 's-yu')).toMatchObject({
      followed: { day: TODAY, kind: 'delegated' },
      remindedDay: null,
    });
    expect(rows.find(({ id }) => id === 's-hai')).toMatchObject({ followed: null, worries: 0 });
  });

  it('counts a tap once, also when its reply was lost, and two at the same moment', async () => {
    const lost = losingOne(backend, 'database.commitTransaction');
    await follow('o-t-head', 'called', { tap: 'tap-once-1' });
    await Promise.all([1, 2, 3].map(() => follow('o-t-head', 'called', { tap: 'tap-once-1' })));
    expect(lost()).toBe(1);
    expect((await child()).followUps).toHaveLength(1);
  });

  it('is as good as a reminder where the parents were asked by it', async () => {
    await backend.deps.store.updateWhere('students', {}, { set: { 'contact.childDay': addDays(TODAY, -7) } });
    await follow('o-t-head', 'called');
    await follow('o-t-head', 'visited', { studentId: 's-hai' });
    expect(await contactOf('s-yu')).toMatchObject({ remindedDay: TODAY, followed: { kind: 'called' } });
    expect(await backend.reply('o-t-head', 'ledger.remind', { studentId: 's-yu' })).toMatchObject({
      code: 'ledger.reminded-today',
    });
    await remindAmber(backend.deps, SCHOOL);
    expect([(await messages('s-yu')).length, (await messages('s-hai')).length]).toEqual([0, 1]);
  });

  it('is written by a reminder itself', async () => {
    await backend.call('o-t-head', 'ledger.remind', { studentId: 's-yu' });
    expect((await child()).followUps).toMatchObject([{ kind: 'reminded', by: '李老师' }]);
  });

  it('is for those who look after the child', async () => {
    for (const [openid, studentId] of [
      ['o-t-other', 's-yu'],
      ['o-t-head', 's-none'],
      ['o-t-duty', 's-yu'],
    ] as const)
      expect(await follow(openid, 'called', { studentId })).toMatchObject({ code: 'common.not-found' });
    expect(await follow('o-m-father', 'called')).toMatchObject({ code: 'auth.forbidden' });
    expect(await follow('o-t-mentor', 'called', { studentId: 's-hai' })).toMatchObject({ ok: true });
    expect(await follow('o-t-head', 'scolded' as never)).toMatchObject({ code: 'input.invalid' });
    expect(await follow('o-t-head', 'called', { note: '长'.repeat(201) })).toMatchObject({ code: 'input.invalid' });
  });
});

describe('what worries', () => {
  const worry = (openid: string, over: { studentId?: string; kind?: ConcernKind; tap?: string } = {}) =>
    backend.reply(openid, 'ledger.worry', {
      requestKey: over.tap ?? key(),
      studentId: over.studentId ?? 's-yu',
      kind: over.kind ?? 'unreachable',
      note: '电话一直没人接',
    });
  const settle = (openid: string, concernId: string, outcome = '打通了') =>
    backend.reply(openid, 'ledger.settle', { concernId, outcome });
  const only = async () => {
    const [concern] = (await child()).concerns;
    if (!concern) throw new Error('nothing worries');
    return concern;
  };
  const worriesInClass = async () =>
    (await backend.call('o-t-head', 'ledger.class', {})).rows.map(({ id, worries }) => [id, worries]).sort();

  it('is noted once, counted in the class, and followed until it is settled', async () => {
    await Promise.all([1, 2, 3].map(() => worry('o-t-head', { tap: 'tap-once-2' })));
    await worry('o-t-mind', { kind: 'child_upset' });
    expect((await child()).concerns).toHaveLength(2);
    expect(await worriesInClass()).toEqual([
      ['s-hai', 0],
      ['s-yu', 2],
    ]);
    const concern = await only();
    expect(await settle('o-t-head', concern.id)).toMatchObject({ ok: true });
    expect((await child()).concerns.find(({ id }) => id === concern.id)).toMatchObject({
      status: 'closed',
      outcome: '打通了',
    });
    expect(await worriesInClass()).toContainEqual(['s-yu', 1]);
  });

  it('is settled once: the same again is fine, another outcome is told that somebody was faster', async () => {
    await worry('o-t-head');
    const { id } = await only();
    const replies = await Promise.all([settle('o-t-head', id, '换了号码'), settle('o-t-mind', id, '谈过了')]);
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
    expect(replies.find(({ ok }) => !ok)).toMatchObject({ code: 'common.stale' });
    const { outcome } = await only();
    expect(await settle('o-t-admin', id, outcome ?? '')).toMatchObject({ ok: true });
    expect(await worriesInClass()).toContainEqual(['s-yu', 0]);
  });

  it('can be settled after the child left the school', async () => {
    await worry('o-t-head');
    const { id } = await only();
    await backend.deps.store.updateWhere('students', { _id: 's-yu' }, { set: { status: 'left' } });
    expect(await settle('o-t-mind', id)).toMatchObject({ ok: true });
  });

  it('is for staff who look after the child, and the counsellor', async () => {
    expect(await worry('o-t-other')).toMatchObject({ code: 'common.not-found' });
    expect(await worry('o-t-head', { studentId: 's-none' })).toMatchObject({ code: 'common.not-found' });
    expect(await worry('o-m-father')).toMatchObject({ code: 'auth.forbidden' });
    expect(await worry('o-t-head', { kind: 'bad' as never })).toMatchObject({ code: 'input.invalid' });
    await worry('o-t-head');
    const { id } = await only();
    for (const [openid, concernId] of [
      ['o-t-other', id],
      ['o-t-mentor', id],
      ['o-t-head', 'w-none'],
    ] as const)
      expect(await settle(openid, concernId)).toMatchObject({ code: 'common.not-found' });
    expect(await settle('o-m-father', id)).toMatchObject({ code: 'auth.forbidden' });
    expect(await only()).toMatchObject({ status: 'open' });
  });
});
