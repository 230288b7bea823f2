import { describe, expect, it } from 'vitest';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import { ledgerHandlers } from '../../cloudfunctions/_server/ledger/handlers';
import { recordsHandlers } from '../../cloudfunctions/_server/records/handlers';
import { bodyOf } from '../../cloudfunctions/_server/records/shared';
import type { Input, MethodName } from '../../miniprogram/shared/contract';
import { addDays, type Day, weekOf } from '../../miniprogram/shared/domain/calendar';
import { ledgerOf } from '../support/ledger';
import { meanwhile, mortal } from '../support/mortal';
import { visit } from '../support/records';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const HEAD = 'o-t-head';
const YU = 's-yu';
const TODAY = '2026-11-24' as Day;
const handlers = { ...recordsHandlers, ...ledgerHandlers };
const b = await sharedBackend(littleSchool, handlers);
const { record, contactOf, entriesOf } = ledgerOf(() => b);

const CAME = '父母来信交给孩子';
const SENT = '孩子写好寄出';
let n = 0;
const paper = (way = CAME, day: Day = TODAY) =>
  visit({ requestKey: `paper-${1000 + ++n}`, kind: 'letter', day, values: { way } });
const correction = (recordId: string, seen: number, way: string, day: Day = TODAY): Input<'records.correct'> => {
  const { kind: _kind, studentIds: _ids, ...body } = paper(way, day);
  return { ...body, recordId, seen };
};
const write = async (way?: string, day?: Day) => (await b.call(HEAD, 'records.write', paper(way, day))).recordId;
const correct = (...args: Parameters<typeof correction>) => b.call(HEAD, 'records.correct', correction(...args));
const strike = (recordId: string) => b.call(HEAD, 'records.strike', { recordId, why: '写错了孩子' });
const days = async () => (await entriesOf(YU)).map(({ day }) => day).sort();
const lastDay = async () => (await contactOf(YU))?.childDay;

describe('a letter on paper', () => {
  it('from the parents, handed to the child, is a contact with it; once', async () => {
    const input = paper();
    const { recordId } = await b.call(HEAD, 'records.write', input);
    await b.call(HEAD, 'records.write', input);
    expect(await entriesOf(YU)).toMatchObject([
      {
        _id: `record:${recordId}:${YU}`,
        ...{ classId: 'c32', day: TODAY, weekOf: weekOf(TODAY), with: 'child', way: 'letter', adultId: null },
        saidBy: { personId: 't-head', name: '李老师' },
      },
    ]);
    expect(await lastDay()).toBe(TODAY);
  });

  it('the other way is none', async () => {
    await write(SENT);
    expect(await entriesOf(YU)).toEqual([]);
    expect(await lastDay()).toBeNull();
  });

  it('takes its contact back when it is struck out or turns out to be another, and moves it with its day', async () => {
    await record({ _id: 'call:b1', studentId: YU, day: '2026-11-10' });
    const recordId = await write();
    await correct(recordId, 1, CAME, '2026-11-20');
    expect([await days(), await lastDay()]).toEqual([['2026-11-10', '2026-11-20'], '2026-11-20']);
    await correct(recordId, 2, CAME, '2026-11-02');
    expect([await days(), await lastDay()]).toEqual([['2026-11-02', '2026-11-10'], '2026-11-10']);
    await correct(recordId, 3, SENT, '2026-11-22');
    expect([await days(), await lastDay()]).toEqual([['2026-11-10'], '2026-11-10']);
    await correct(recordId, 4, CAME, '2026-11-23');
    expect([await days(), await lastDay()]).toEqual([['2026-11-10', '2026-11-23'], '2026-11-23']);
    await strike(recordId);
    await strike(recordId);
    expect([await days(), await lastDay()]).toEqual([['2026-11-10'], '2026-11-10']);
  });

  it('leaves a later contact, and whom the child heard from before', async () => {
    await record({ _id: 'call:b1', studentId: YU, day: '2026-11-21', adultId: 'm-father' });
    const recordId = await write();
    await record({ _id: 'own:x', studentId: YU, day: TODAY, way: 'own_call' });
    await strike(recordId);
    expect(await lastDay()).toBe(TODAY);
    await b.renew();
    await record({ _id: 'call:b1', studentId: YU, day: '2026-11-21', adultId: 'm-father' });
    await strike(await write());
    expect(await contactOf(YU)).toMatchObject({
      childDay: '2026-11-21',
      childBy: { day: '2026-11-21', adultIds: ['m-father'] },
    });
  });
});

/** A step of a request, before which something else happens. */
const cut = async <M extends MethodName>(steps: number, method: M, input: Input<M>): Promise<boolean> =>
  (await serve(handlers, mortal(b.deps, steps, steps % 2 === 0))({ method, input }, HEAD)).ok;

describe('the ledger says what the records say', () => {
  it('when a call is noted, or the roll called, right before the record is struck', async () => {
    const roll = { classId: 'c32', weekOf: weekOf(TODAY), notYet: [] };
    const acts = [
      () => record({ _id: 'call:b9', studentId: YU, day: '2026-11-23' }),
      () => b.call(HEAD, 'ledger.roll', roll),
    ];
    for (const act of acts) {
      await b.renew();
      const recordId = await write();
      const deps = meanwhile(b.deps, (step) => step === 'transact', act);
      expect(
        await serve(handlers, deps)({ method: 'records.strike', input: { recordId, why: '写错了' } }, HEAD),
      ).toMatchObject({ ok: true });
      const left = await days();
      expect([left.length, await lastDay()]).toEqual([1, left[0]]);
    }
  });

  it('when a request is cut off anywhere', async () => {
    for (let steps = 1, isThrough = false; !isThrough && steps < 60; steps++) {
      await b.renew();
      await record({ _id: 'call:b1', studentId: YU, day: '2026-11-10' });
      const recordId = await write();
      isThrough = await cut(steps, 'records.strike', { recordId, why: '写错了孩子' });
      const isStruck = (await b.deps.store.get('records', recordId))?.struck !== null;
      const expected = isStruck ? ['2026-11-10'] : ['2026-11-10', TODAY];
      expect([steps, await days(), await lastDay()]).toEqual([steps, expected, expected.at(-1)]);
    }
  });

  it('after many at once write, correct and strike', async () => {
    let seed = 7;
    const dice = (most: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return Math.floor((seed / 2 ** 31) * most);
    };
    const someDay = () => addDays(TODAY, -dice(12));
    const someWay = () => (dice(3) === 0 ? SENT : CAME);
    const ids = [await write(), await write(CAME, someDay())];
    const act = async (): Promise<unknown> => {
      const recordId = ids[dice(ids.length)] ?? '';
      const what = dice(4);
      if (what === 0) return ids.push(await write(someWay(), someDay()));
      if (what === 1) return strike(recordId);
      if (what === 2) return record({ _id: `call:${++n}`, studentId: YU, day: someDay() });
      const version = (await b.deps.store.get('records', recordId))?.version ?? 0;
      return correct(recordId, version, someWay(), someDay());
    };
    for (let round = 0; round < 8; round++) {
      const said = await Promise.all(Array.from({ length: 3 }, () => code(act())));
      expect(said.filter((one) => !['done', 'common.stale', 'system.busy'].some((known) => known === one))).toEqual([]);
      const entries = await entriesOf(YU);
      const told: [string, Day][] = [];
      for (const id of ids) {
        const one = await b.deps.store.get('records', id);
        if (one?.struck === null && bodyOf(b.deps.vault, one).values.way === CAME)
          told.push([`record:${id}:${YU}`, one.day]);
      }
      const ofRecords = entries.flatMap(({ _id, day }) => (_id.startsWith('record:') ? [[_id, day]] : []));
      expect(ofRecords.sort()).toEqual(told.sort());
      expect(await lastDay()).toBe(
        entries
          .map(({ day }) => day)
          .sort()
          .at(-1) ?? null,
      );
    }
  });
});
