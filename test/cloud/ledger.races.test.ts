import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Transaction } from '../../cloudfunctions/_server/data/store';
import { recordContact } from '../../cloudfunctions/_server/ledger/contacts';
import { remindAmber } from '../../cloudfunctions/_server/ledger/jobs';
import { addDays } from '../../miniprogram/shared/domain/calendar';
import { type Backend, startBackend } from '../support/backend';
import { aMember, aStudent, SCHOOL, seedLittleSchool } from '../support/builders';

const TODAY = '2026-11-24';
const MONDAY = '2026-11-23';

let backend: Backend;
beforeEach(async () => {
  backend = await startBackend();
  await seedLittleSchool(backend.deps.store, backend.deps.vault);
});
afterEach(() => backend.close());

const dayOf = async (id: string) => (await backend.deps.store.get('students', id))?.contact.childDay;
const roll = (notYet: string[]) => backend.call('o-t-head', 'ledger.roll', { classId: 'c32', weekOf: MONDAY, notYet });
const callToday = (meanwhile: () => Promise<unknown> = async () => undefined) =>
  backend.deps.store.transact((tx) => {
    const insert: Transaction['insert'] = async (...args) => {
      await meanwhile();
      return tx.insert(...args);
    };
    return recordContact(
      { ...tx, insert },
      {
        _id: 'call:b1:s-yu',
        schoolId: SCHOOL,
        studentId: 's-yu',
        classId: 'c32',
        day: TODAY,
        weekOf: MONDAY,
        with: 'child',
        way: 'call_here',
        saidBy: { role: 'teacher', personId: 't-duty', name: '孙老师' },
        at: 0,
      },
    );
  });

describe('a roll that is corrected while a call of the child ends', () => {
  it.each(['aggregate', 'updateWhere', 'removeWhere'] as const)(
    'keeps the call, noted after the first %s',
    async (step) => {
      await roll([]);
      const { store } = backend.deps;
      const plain = store[step].bind(store) as (...args: unknown[]) => Promise<unknown>;
      let noted = false;
      Object.assign(store, {
        [step]: async (...args: unknown[]) => {
          const answer = await plain(...args);
          if (!noted) {
            noted = true;
            await callToday();
          }
          return answer;
        },
      });
      await roll(['s-yu']);
      expect(noted).toBe(true);
      expect(await dayOf('s-yu')).toBe(TODAY);
    },
  );
});

describe('a call that ends while the roll is corrected', () => {
  it('is not taken back with what the roll said', async () => {
    await roll([]);
    let corrected = false;
    await callToday(async () => {
      if (!corrected) {
        corrected = true;
        await roll(['s-yu']);
      }
    });
    expect(await dayOf('s-yu')).toBe(TODAY);
  });
});

describe('remindAmber', () => {
  it('leaves out nobody of a school whose children all turn on one day', { timeout: 60_000 }, async () => {
    const { store } = backend.deps;
    const since = addDays(TODAY, -7);
    const contact = { childDay: null, caregiverDay: null, remindedDay: null, since };
    const children = Array.from({ length: 1100 }, (_, n) => aStudent({ _id: `s-${n}`, classId: 'c61', contact }));
    for (let i = 0; i < children.length; i += 500) {
      const part = children.slice(i, i + 500);
      await store.insert('students', part);
      await store.insert(
        'familyMembers',
        part.map((child) => aMember({ _id: `m-${child._id}` }, [child])),
      );
    }
    expect(await remindAmber(backend.deps, SCHOOL)).toEqual({ messages: 1100 });
  });
});
