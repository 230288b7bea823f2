import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Account, FamilyMember, Notice, Receipt, Student } from '../../cloudfunctions/_server/data/documents';
import { inParts } from '../../cloudfunctions/_server/data/parts';
import type { Store } from '../../cloudfunctions/_server/data/store';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { JOBS, work } from '../../cloudfunctions/_server/kernel/jobs';
import { NOON } from '../support/backend';
import { aClass, aMember, aSchool, aStudent, SCHOOL } from '../support/builders';
import { mortal } from '../support/mortal';
import { boundAccount } from '../support/outbox';
import { sharedBackend } from '../support/shared-backend';

const b = await sharedBackend();

const FAMILIES = 9000;
const PUPILS_OF_CLASS = 50;
/** How many messages a run of the sender has claimed at most when it is killed. */
const IN_DOUBT = 50;
const AT_ONCE = 500;
const MINUTE = 60_000;
const NOTICE = 'n1';

const PHONE = b.deps.vault.seal('13800000000');
/** What of the jobs notices are about. */
const JOBS_OF_NOTICES = JOBS.filter(({ name }) => ['notices', 'outbox.stuck', 'outbox'].includes(name));

/** What kind of family it is: of every ten some refused, some have no WeChat, some no phone at all. */
const kindOf = (n: number) =>
  n % 10 === 3 ? 'refused' : n % 10 === 6 ? 'no_wechat' : n % 10 === 9 ? 'no_phone' : 'reached';
/** In every ninth family a grandmother looks after the child, and after that of the family before. */
const hasGranny = (n: number): boolean => n % 9 === 1;

interface Family {
  readonly student: Student;
  readonly members: readonly FamilyMember[];
}

function familyOf(n: number): Family {
  const classId = `c${Math.floor(n / PUPILS_OF_CLASS)}`;
  const student = aStudent({ _id: `s${n}`, classId, className: `${classId} 班`, name: `孩子${n}` });
  const kind = kindOf(n);
  const phone = kind === 'no_phone' ? null : PHONE;
  const openid = kind === 'reached' || kind === 'refused' ? `o${n}` : null;
  const father = aMember({ _id: `m${n}`, name: `家长${n}`, phone, openid, hasSmartphone: openid !== null }, [student]);
  if (!hasGranny(n)) return { student, members: [father] };
  const before = { _id: `s${n - 1}`, classId: `c${Math.floor((n - 1) / PUPILS_OF_CLASS)}` };
  const granny = aMember({ _id: `g${n}`, role: 'guardian', name: `奶奶${n}`, openid: `og${n}` }, [student, before]);
  return { student, members: [father, granny] };
}

const families = Array.from({ length: FAMILIES }, (_, n) => familyOf(n));
const people = families.flatMap(({ members }) => members);

async function settle(store: Store): Promise<void> {
  await store.insert('schools', aSchool());
  const classes = [...new Set(families.map(({ student }) => student.classId))];
  await store.insert(
    'classes',
    classes.map((_id, n) => aClass({ _id, name: `${_id} 班`, number: n + 1, headTeacherId: null })),
  );
  for (const part of inParts(families, AT_ONCE)) {
    await store.insert(
      'students',
      part.map(({ student }) => student),
    );
    const members = part.flatMap((family) => family.members);
    await store.insert('familyMembers', members);
    const accounts: Account[] = members.flatMap(({ openid }) => (openid ? [boundAccount(openid)] : []));
    await store.insert('accounts', accounts);
  }
  await store.insert('notices', aNotice);
  for (const n of families.keys()) if (kindOf(n) === 'refused') b.errcodes.set(`o${n}`, 43101);
}

/** As the request of the headteacher left it: all is to be done. */
const aNotice: Notice = {
  _id: NOTICE,
  schoolId: SCHOOL,
  title: '周五下午开家长会',
  body: '周五下午三点，在教室。',
  voice: null,
  pictures: [],
  file: null,
  asks: 'confirm',
  choices: [],
  deadline: null,
  urgent: false,
  audience: { of: { kind: 'school' }, roles: ['parent', 'guardian'] },
  classIds: [],
  senderId: 't-admin',
  senderName: '赵校长',
  sentAt: NOON,
  people: people.length,
  written: 0,
  status: 'sending',
  review: null,
  corrects: null,
  correctedBy: null,
  recall: null,
  dueAt: NOON,
};

async function receiptsOf(store: Store): Promise<Map<string, Receipt>> {
  const found = new Map<string, Receipt>();
  for (const part of inParts(people, AT_ONCE)) {
    const ids = part.map(({ _id }) => `${NOTICE}:${_id}`);
    for (const one of await store.list('receipts', { where: { _id: { in: ids } }, limit: ids.length }))
      found.set(one.personId, one);
  }
  return found;
}

const run = (deps: Deps, event: { readonly job?: string; readonly id?: string } = {}) =>
  work(deps, event, JOBS_OF_NOTICES);

/** Where a run is stopped: after so many steps of its own, the last of them heard or not. */
const kill = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.boolean());

it(`a notice to ${people.length}, two jobs at a time, each stopped anywhere: nobody twice, everybody accounted for`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(kill, kill), { minLength: 3, maxLength: 5 }), async (rounds) => {
      await b.renew();
      await settle(b.deps.store);
      for (const [i, pair] of rounds.entries()) {
        const events = i % 2 === 0 ? [{ job: 'notices', id: NOTICE }, { job: 'outbox' }] : [{}, {}];
        await Promise.all(
          pair.map(([steps, lost], k) => run(mortal(b.deps, steps, lost), events[k]).catch(() => undefined)),
        );
        b.clock.at += 5 * MINUTE;
      }
      await Promise.all([run(b.deps), run(b.deps, { job: 'notices', id: NOTICE })]);
      b.clock.at += 5 * MINUTE;
      await run(b.deps);
      const reached = new Set(b.sent.map(({ openid }) => openid));
      expect(b.sent).toHaveLength(reached.size);
      const receipts = await receiptsOf(b.deps.store);
      expect(receipts.size).toBe(people.length);
      expect(b.cloud.database.counts().receipts).toBe(people.length);
      expect(await b.deps.store.get('notices', NOTICE)).toMatchObject({ status: 'sent', people: people.length });
      expect(await b.deps.store.count('outbox', { status: { in: ['queued', 'claimed'] } })).toBe(0);

      const wrong = people.filter((person) => !isRight(receipts.get(person._id), person, reached));
      expect(wrong.slice(0, 3).map(({ _id }) => receipts.get(_id))).toEqual([]);
      const unknown = [...receipts.values()].filter(({ state }) => state === 'unknown').length;
      expect(unknown).toBeLessThanOrEqual(rounds.length * 2 * IN_DOUBT);
      expect([...receipts.values()].filter(({ childNames }) => childNames.length === 2)).toHaveLength(
        families.filter((_, n) => hasGranny(n)).length,
      );
    }),
    // Each takes long: what fails is told with its seed, not made smaller.
    { numRuns: 1, endOnFailure: true },
  );
}, 120_000);

/** Whether a receipt says what happened: what is not known to have reached a person is in front of a teacher, on the right list. */
function isRight(receipt: Receipt | undefined, { openid, phone }: FamilyMember, reached: ReadonlySet<string>): boolean {
  if (!receipt?.open || receipt.over !== null) return false;
  const list = phone === null ? 'visit' : 'call';
  if (openid === null) return receipt.state === 'queued' && receipt.rung === list;
  if (receipt.state === 'sent') return reached.has(openid) && receipt.rung === 'wechat' && receipt.climbAt !== null;
  return (
    (receipt.state === 'unknown' || (receipt.state === 'refused' && !reached.has(openid))) && receipt.rung === list
  );
}
