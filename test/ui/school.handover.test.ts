import { beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type Plan,
  placeOf,
  placeWord,
  sentOf,
  withClass,
  withMentor,
  withMoves,
  withoutMoves,
} from '../../miniprogram/features/school/handover/plan';
import { signRows, standingOf } from '../../miniprogram/features/school/handover/signing';
import { planView } from '../../miniprogram/features/school/pages/handover/view';
import { openView } from '../../miniprogram/features/school/pages/handover-open/view';
import type { Staff } from '../../miniprogram/features/school/people';
import type { HandoverDraft, HandoverView } from '../../miniprogram/shared/contract';
import { fakePhone, ok } from './support/fake-wx';
import { settle, shown, simulate, tap, textOf } from './support/mount';

const phone = fakePhone();
Object.assign(phone.wx, { pageScrollTo: vi.fn() });
const app = simulate(phone);
const { session } = app.module<typeof import('../../miniprogram/services/session')>('services/session');
const { draftOf } = app.module<typeof import('../../miniprogram/services/drafts')>('services/drafts');
const head = { id: 'm-h', role: 'school_admin', name: '赵校长', schoolId: 's', schoolName: '青山镇中心小学' } as const;

const person = (id: string, name: string, classIds: string[] = []): Staff['staff'][number] => ({
  id,
  name,
  role: 'teacher',
  phoneMasked: null,
  classIds,
  mentees: id === 't1' ? [{ id: 's1', name: '林小雨', className: '五(1)班' }] : [],
  sex: null,
  village: null,
  checkedUntil: null,
  check: 'none',
  pointId: null,
  officer: false,
  bound: true,
  me: false,
});
const school: Staff = {
  staff: [person('t1', '李秀兰', ['c5']), person('t2', '王强', ['c6']), person('t3', '吴国平')],
  classes: [
    { id: 'c5', name: '五(1)班', headTeacherId: 't1' },
    { id: 'c6', name: '六(1)班', headTeacherId: 't2' },
  ],
  points: [],
};
const draft: HandoverDraft = {
  kind: 'year',
  from: '2027-09-01',
  classes: [
    { classId: 'c5', to: { grade: 6, number: 1 }, teacherId: 't1', carry: false },
    { classId: 'c6', to: null, teacherId: null, carry: false },
  ],
  moves: [],
  mentors: [],
};
const plan: Plan = { draft, children: {} };
const rain = { id: 's1', name: '林小雨', className: '五(1)班' };
const signature = (part: Partial<HandoverView['signatures'][number]>): HandoverView['signatures'][number] => ({
  id: 'l1',
  what: '五(1)班 → 六(1)班',
  fromId: 't1',
  fromName: '李秀兰',
  fromAt: null,
  toId: 't3',
  toName: '吴国平',
  toAt: null,
  note: '',
  mine: null,
  ...part,
});
const viewOf = (part: Partial<HandoverView> = {}): HandoverView => ({
  id: null,
  status: 'draft',
  draft,
  after: [{ name: '六(1)班', pupils: 41, teacher: '李秀兰', from: ['五(1)班'], clash: false }],
  graduates: 38,
  without: [],
  tasks: [],
  blocked: false,
  signatures: [],
  at: null,
  appliedAt: null,
  undoUntil: null,
  done: 0,
  of: 0,
  ...part,
});

beforeEach(() => {
  phone.forget();
  session.set({ memberships: [head], current: head.id, subscriptions: [] });
  draftOf('handover').clear();
});

describe('a plan', () => {
  test('knows a class by its name', () => {
    expect([placeOf('三(2)班'), placeOf('高一(10)班'), placeOf('彩虹班')]).toEqual([
      { grade: 3, number: 2 },
      { grade: 10, number: 10 },
      null,
    ]);
  });

  test('classes that become one have one teacher', () => {
    const merged = withClass(plan, 1, { classId: 'c6', to: { grade: 6, number: 1 }, teacherId: 't3', carry: false });
    expect(merged.draft.classes.map(({ teacherId }) => teacherId)).toEqual(['t3', 't3']);
  });

  test('children who go to a class that nobody goes to open it, and it goes with them', () => {
    const split = withMoves(plan, 'c5', [rain], { grade: 6, number: 2 });
    expect(split.draft.classes[2]).toEqual({
      classId: 'c5',
      to: { grade: 6, number: 2 },
      teacherId: null,
      carry: false,
    });
    const view = planView(split, school, viewOf({ without: [rain], blocked: true }));
    expect(view.classes[2]?.name).toBe('五(1)班分出来的 → 六(2)班');
    expect(view.moves).toEqual([{ key: '五(1)班>六(2)班', name: '五(1)班 → 六(2)班，1 人', fact: '林小雨' }]);
    expect(withoutMoves(split, '五(1)班>六(2)班').draft).toEqual(draft);
  });

  test('the same mentor as now is no change', () => {
    const changed = withMentor(plan, rain, 't1', 't3');
    expect(changed.draft.mentors).toEqual([{ studentId: 's1', fromId: 't1', toId: 't3' }]);
    expect(withMentor(changed, rain, 't1', 't1').draft.mentors).toEqual([]);
  });

  test('of a change in the middle of a year only what changes is sent', () => {
    const classes: HandoverDraft['classes'] = [
      { classId: 'c5', to: { grade: 5, number: 1 }, teacherId: 't3', carry: false },
      { classId: 'c6', to: { grade: 6, number: 1 }, teacherId: 't2', carry: false },
    ];
    const change: Plan = { draft: { ...draft, kind: 'change', classes }, children: {} };
    expect(sentOf(change, school).classes.map(({ classId }) => classId)).toEqual(['c5']);
  });

  test('a teacher is changed among many classes a grade at a time; what changes stays in sight', () => {
    const many = Array.from({ length: 12 }, (_, i) => ({
      id: `c${i}`,
      grade: 1 + Math.floor(i / 2),
      number: 1 + (i % 2),
    }));
    const large: Staff = {
      ...school,
      classes: many.map(({ id, grade, number }) => ({ id, name: placeWord({ grade, number }), headTeacherId: null })),
    };
    const classes = many.map(({ id, grade, number }) => ({
      classId: id,
      to: { grade, number },
      teacherId: id === 'c11' ? 't3' : null,
      carry: false,
    }));
    const change: Plan = { draft: { ...draft, kind: 'change', classes }, children: {} };
    const namesOf = (grade: string) => planView(change, large, null, grade).classes.map(({ name, key }) => [name, key]);
    expect(planView(change, large, null).grades.map(({ label }) => label)).toEqual(
      ['一', '二', '三', '四', '五', '六'].map((word) => `${word}年级`),
    );
    expect(namesOf('')).toEqual([['六(2)班', '11']]);
    expect(namesOf('3')).toEqual([
      ['三(1)班', '4'],
      ['三(2)班', '5'],
      ['六(2)班', '11'],
    ]);
    const few: Plan = { draft: { ...change.draft, classes: classes.slice(0, 3) }, children: {} };
    expect(planView(few, large, null)).toMatchObject({ grades: [], classes: [{}, {}, {}] });
  });

  test('what stands in the way names its class, and it cannot begin', () => {
    const tasks: HandoverView['tasks'] = [
      { classId: 'c6', className: '六(1)班', task: 'notices', count: 2, carried: false },
      { classId: 'c5', className: '五(1)班', task: 'swaps', count: 1, carried: true },
    ];
    const view = planView(plan, school, viewOf({ tasks, blocked: true }));
    expect(view.obstacles.map(({ key, name }) => [key, name])).toEqual([['class:1', '六(1)班']]);
    expect(view.obstacles[0]?.fact).toContain('2 份通知家里还没回');
    expect(view.ready).toBe(false);
    expect(planView(plan, school, viewOf()).ready).toBe(true);
  });
});

describe('signatures', () => {
  test('a side that nobody is on needs no name; who waits stands first', () => {
    const done = signature({ id: 'l2', fromId: null, fromName: null, toAt: 1 });
    expect(signRows([done, signature({ fromAt: 1 })]).map(({ key, state }) => [key, state])).toEqual([
      ['l1', '等吴国平'],
      ['l2', '都签了'],
    ]);
  });
  test('only when all have signed it may be carried out', () => {
    expect(standingOf(viewOf({ status: 'signing', signatures: [signature({})] }))).toMatchObject({
      headline: '还差 2 个签字',
      next: '',
      mayDrop: true,
    });
    const signed = signature({ fromAt: 1, toAt: 1 });
    expect(standingOf(viewOf({ status: 'signing', signatures: [signed] })).next).toBe('apply');
  });
  test('a teacher reads what is handed over, and the note is for who takes over', () => {
    const tasks: HandoverView['tasks'] = [
      { classId: 'c5', className: '五(1)班', task: 'notices', count: 2, carried: true },
    ];
    const mine = signature({ mine: 'to', note: '小雨怕打雷' });
    const { toSign } = openView(viewOf({ status: 'signing', tasks, signatures: [mine] }));
    expect(toSign).toMatchObject({
      headline: '李秀兰把五(1)班交给您',
      note: '小雨怕打雷',
      tasks: ['2 份通知家里还没回'],
    });
    expect(toSign?.words[0]).toBe('下学年是六(1)班，41 个孩子');
    const mentor = signature({ mine: 'from', what: '帮扶：林小雨、何静' });
    expect(openView(viewOf({ status: 'signing', signatures: [mentor] })).toSign?.headline).toBe(
      '您把帮扶的林小雨、何静交给吴国平',
    );
  });
});

describe('on the page', () => {
  const serve = (handovers: object[], dry = viewOf()) => {
    phone.serve = ({ method }) => {
      if (method === 'handover.list') return ok({ handovers });
      if (method === 'staff.list') return ok(school);
      if (method === 'handover.begin') return ok(viewOf({ id: 'h1', status: 'signing', signatures: [signature({})] }));
      return ok(dry);
    };
  };

  test('a year is proposed, looked at and opened for signatures', async () => {
    serve([]);
    const page = await app.show('features/school/pages/handover');
    await tap(shown(page.dom, '排下学年的班'));
    await settle(80);
    expect(textOf(page)).toContain('五(1)班 → 六(1)班');
    expect(textOf(page)).toContain('1 个班接着读，变成 1 个班；1 个班毕业，一共 38 人');
    await (page.instance.onBegin as () => Promise<void>)();
    await settle(60);
    expect(phone.askedFor('handover.begin')[0]?.input).toMatchObject({ draft });
    expect(textOf(page)).toContain('还差 2 个签字');
  });

  test('a plan that was begun on this phone is found again, and blocked it does not go on', async () => {
    serve([], viewOf({ blocked: true }));
    draftOf('handover').write(plan);
    const page = await app.show('features/school/pages/handover');
    expect(textOf(page)).toContain('五(1)班 → 六(1)班');
    await tap(shown(page.dom, '请老师签字'));
    expect(page.instance.data.sheet).toBe('');
  });

  test('what waits for signatures stands first, and is carried out slice by slice', async () => {
    const signed = viewOf({ id: 'h1', status: 'signing', signatures: [signature({ fromAt: 1, toAt: 1 })] });
    const answers = [
      viewOf({ id: 'h1', status: 'applying', done: 1, of: 2 }),
      viewOf({ id: 'h1', status: 'applied', undoUntil: Date.parse('2027-09-08T10:00:00+08:00') }),
    ];
    let now = signed;
    phone.serve = ({ method }) => {
      if (method === 'handover.list')
        return ok({
          handovers: [{ id: 'h1', kind: 'year', status: now.status, at: 1, classes: 2, missing: 0, mine: 0 }],
        });
      if (method === 'handover.apply') now = answers.shift() ?? now;
      return ok(now);
    };
    const page = await app.show('features/school/pages/handover');
    await tap(shown(page.dom, '正式交接'));
    await settle(80);
    expect(phone.askedFor('handover.apply')).toHaveLength(2);
    expect(textOf(page)).toContain('9月8日以前还可以整个撤回');
  });

  test('a teacher signs with the name drawn and a word for the one who follows', async () => {
    const waiting = viewOf({ id: 'h1', status: 'signing', signatures: [signature({ mine: 'from' })] });
    phone.serve = ({ method }) =>
      ok(
        method === 'handover.sign'
          ? viewOf({ id: 'h1', status: 'signing', signatures: [signature({ fromAt: 1 })] })
          : waiting,
      );
    const page = await app.show('features/school/pages/handover-open', { id: 'h1' });
    expect(textOf(page)).toContain('您把五(1)班交给吴国平');
    (page.instance.onNote as (event: object) => void)({ detail: { value: '小雨怕打雷' } });
    await tap(shown(page.dom, '去签名'));
    await (page.instance.onSigned as (event: object) => Promise<void>)({ detail: { path: 'wxfile://tmp/n.png' } });
    await settle(60);
    expect(phone.askedFor('handover.sign')[0]?.input).toMatchObject({
      id: 'h1',
      line: 'l1',
      side: 'from',
      note: '小雨怕打雷',
      signature: expect.stringContaining('cloud://'),
    });
    expect(textOf(page)).toContain('您这边都签好了');
  });
});
