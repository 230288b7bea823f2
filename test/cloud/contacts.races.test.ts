import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contactsHandlers } from '../../cloudfunctions/_server/contacts/handlers';
import { openChanges } from '../../cloudfunctions/_server/contacts/versions';
import type { Input, MethodName, Reply } from '../../miniprogram/shared/contract';
import type { FieldKey } from '../../miniprogram/shared/domain/child-file';
import { type Backend, startBackend } from '../support/backend';
import { SCHOOL, seedLittleSchool } from '../support/builders';

/** Many editors of one file at once: nothing that was accepted is lost, and the versions tell every step. */

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend(contactsHandlers);
});
afterAll(() => backend.close());
beforeEach(async () => {
  backend.cloud.database.wipe();
  await seedLittleSchool(backend.deps.store, backend.deps.vault);
});

const EDITORS = ['o-t-head', 'o-t-admin'];

/** As a phone does: what the database was too busy for is sent again, under the same key. */
async function patiently<M extends MethodName>(ask: () => Promise<Reply<M>>): Promise<Reply<M>> {
  for (let tries = 1; ; tries++) {
    const reply = await ask();
    if (reply.ok || reply.code !== 'system.busy' || tries === 20) return reply;
  }
}

interface Fact {
  readonly subject: string;
  readonly field: FieldKey;
}

async function readFact(openid: string, { subject, field }: Fact) {
  const file = await backend.call(openid, 'contacts.file', { studentId: 's-yu' });
  const facts = subject === 's-yu' ? file.fields : file.members.find((m) => m.personId === subject)?.fields;
  const found = facts?.find((one) => one.field === field);
  if (!found) throw new Error(field);
  return found;
}

const save = (openid: string, key: string, fact: Fact, mark: string, to: string) =>
  patiently(() =>
    backend.reply(openid, 'contacts.save', { key, studentId: 's-yu', edits: [{ ...fact, mark, to }], why: '' }),
  );

/** The versions of a fact as steps from one value to the next. */
async function stepsOf({ subject, field }: Fact): Promise<(readonly [string | null, string | null])[]> {
  const { store, vault } = backend.deps;
  const found = await store.list('fileChanges', {
    where: { schoolId: SCHOOL, studentIds: 's-yu' },
    orderBy: [['at', 'desc']],
    limit: 1000,
  });
  return found
    .filter((one) => one.subjectId === subject)
    .flatMap((one) => {
      const step = openChanges(vault, one)[field];
      return step ? [step] : [];
    });
}

/** Follows the steps from the first value to the last; every step must be on the way. */
function endOf(steps: readonly (readonly [string | null, string | null])[]): string | null {
  const next = new Map(steps);
  expect(next.size).toBe(steps.length);
  let value: string | null = null;
  let walked = 0;
  for (; next.has(value); walked++) value = next.get(value) ?? null;
  expect(walked).toBe(steps.length);
  return value;
}

describe('editors of one file at once', () => {
  it('who change different facts all get through: 24 edits in one moment', async () => {
    const facts: Fact[] = [
      ...(
        ['pupil.ethnicity', 'pupil.studentNo', 'pupil.address', 'pupil.registeredAddress', 'pupil.health'] as const
      ).map((field) => ({ subject: 's-yu', field })),
      ...(['pupil.income', 'pupil.aid'] as const).map((field) => ({ subject: 's-yu', field })),
      ...['m-father', 'm-mother', 'm-granny'].flatMap((subject) =>
        (['member.workplace', 'member.occupation', 'member.address', 'member.health'] as const).map((field) => ({
          subject,
          field,
        })),
      ),
      ...['m-father', 'm-mother', 'm-granny'].map((subject) => ({ subject, field: 'member.birthDay' as const })),
      { subject: 'm-father', field: 'member.morePhones' },
      { subject: 'm-mother', field: 'member.morePhones' },
    ];
    expect(facts).toHaveLength(24);
    const worth = ({ field }: Fact, i: number) =>
      field === 'member.birthDay' ? `19${50 + i}` : field === 'member.morePhones' ? `138000000${10 + i}` : `第 ${i} 个`;
    const marks = await Promise.all(facts.map(async (fact) => (await readFact('o-t-head', fact)).mark));
    const replies = await Promise.all(
      facts.map((fact, i) => save(EDITORS[i % 2] ?? '', `race-key-${i}`, fact, marks[i] ?? '', worth(fact, i))),
    );
    for (const reply of replies) expect(reply).toMatchObject({ ok: true, data: { saved: true } });
    for (const [i, fact] of facts.entries()) expect(endOf(await stepsOf(fact)), fact.field).toBe(worth(fact, i));
  });

  it('who change the same fact go one after the other, and each accepted value is a step', async () => {
    const fact = { subject: 's-yu', field: 'pupil.address' } as const;
    let accepted = 0;
    let refused = 0;
    await Promise.all(
      Array.from({ length: 24 }, async (_, i) => {
        const openid = EDITORS[i % 2] ?? '';
        let { mark } = await readFact(openid, fact);
        for (let round = 0; round < 3; round++) {
          const reply = await save(openid, `same-${i}-${round}`, fact, mark, `青山镇第${i}村${round}组`);
          if (!reply.ok) throw new Error(reply.code);
          if (reply.data.saved) {
            accepted += 1;
            return;
          }
          refused += 1;
          mark = reply.data.conflicts[0]?.mark ?? '';
        }
      }),
    );
    const steps = await stepsOf(fact);
    expect(steps).toHaveLength(accepted);
    expect(accepted).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
    expect(endOf(steps)).toBe((await readFact('o-t-head', fact)).value);
  });

  it('who change numbers and names leave the child to be found by what stands there at last', async () => {
    const facts = [
      { subject: 's-yu', field: 'pupil.name', to: '单小雨' },
      { subject: 's-yu', field: 'pupil.address', to: '青山镇大湾村' },
      { subject: 'm-father', field: 'member.phone', to: '13800001001' },
      { subject: 'm-mother', field: 'member.phone', to: '13800001002' },
      { subject: 'm-granny', field: 'member.phone', to: '13800001003' },
    ] as const;
    const marks = await Promise.all(facts.map(async (fact) => (await readFact('o-t-head', fact)).mark));
    const added: Input<'contacts.addMember'> = {
      ...{
        key: 'race-added',
        studentId: 's-yu',
        role: 'guardian',
        name: '陈秀英',
        relation: '姑姑',
        phone: '13800001004',
      },
      ...{ legalGuardian: false, canRead: true, hasSmartphone: true },
    };
    const replies = await Promise.all([
      ...facts.map(({ to, ...fact }, i) => save('o-t-head', `find-key-${i}`, fact, marks[i] ?? '', to)),
      patiently(() => backend.reply('o-t-head', 'contacts.addMember', added)),
    ]);
    expect(replies.filter(({ ok }) => !ok)).toEqual([]);
    for (const q of ['单小雨', 'shan', '大湾', '1001', '1002', '1003', '1004']) {
      const { children } = await backend.call('o-t-head', 'contacts.list', { q });
      expect(
        children.map(({ id }) => id),
        q,
      ).toEqual(['s-yu']);
    }
    for (const q of ['林', '0001', '0002', '0003'])
      expect((await backend.call('o-t-head', 'contacts.list', { q })).children, q).toEqual([]);
  });

  it('who give a child into care at once leave one that holds', async () => {
    const { store } = backend.deps;
    await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        patiently(() =>
          backend.reply(EDITORS[i % 2] ?? '', 'contacts.delegate', {
            ...{ key: `care-key-${i}`, studentId: 's-yu', memberId: 'm-granny', byId: 'm-father', until: null },
            ...{ since: `2026-09-0${i + 1}`, disqualifiers: [], childView: 'agrees', childWords: '' },
            ...{ villageToldDay: null, villageWhom: '' },
          }),
        ),
      ),
    );
    const all = await store.list('delegations', { where: { schoolId: SCHOOL, studentId: 's-yu' }, limit: 20 });
    expect(all).toHaveLength(8);
    expect(all.filter(({ current }) => current)).toHaveLength(1);
  });

  it('who answer one proposal at once take it once', async () => {
    const workplace = { subject: 'm-father', field: 'member.workplace' } as const;
    const { mark } = await readFact('o-m-father', workplace);
    const { id } = await backend.call('o-m-father', 'contacts.propose', {
      ...{ key: 'race-asked', studentId: 's-yu', note: '' },
      edits: [{ ...workplace, mark, to: '宁波' }],
    });
    const take = [{ ...workplace, mark }];
    const replies = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        patiently(() =>
          backend.reply(EDITORS[i % 2] ?? '', 'contacts.answer', { id, take: i < 3 ? take : [], note: '' }),
        ),
      ),
    );
    const outcomes = new Set(replies.map((reply) => (reply.ok ? reply.data.status : reply.code)));
    expect(outcomes.size).toBe(2);
    expect(outcomes).toContain('contacts.answered');
    const { value } = await readFact('o-t-head', workplace);
    expect(value).toBe(outcomes.has('accepted') ? '宁波' : null);
    expect(await stepsOf(workplace)).toHaveLength(outcomes.has('accepted') ? 1 : 0);
  });
});
