import type { Output } from '../../../miniprogram/shared/contract';
import { ok } from './fake-wx';
import type { Answers, teacherPhone } from './teacher-phone';

export const YU = { id: 's1', name: '林小雨', className: '三(2)班' } as const;
export const HAO = { id: 's2', name: '王子轩', className: '三(2)班' } as const;

export const due: Output<'cadence.due'> = {
  term: { name: '秋季学期', from: '2026-09-01', to: '2027-01-20' },
  cadences: [{ id: 'home', name: '月家访', window: 'month', counts: ['visit'], by: 'mentor' }],
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
export const door: Answers = {
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

export const WRITE = 'features/records/pages/write';

/** The page was opened some time before, where there was a network. */
export async function knowTheDoor(
  on: Pick<ReturnType<typeof teacherPhone>, 'serve' | 'show' | 'phone'>,
): Promise<void> {
  on.serve(door);
  (await on.show(WRITE)).detach();
  on.phone.asked.length = 0;
}

/** Types into a question of the kind. */
export const answer = (page: { instance: Record<string, unknown> }, id: string, value: unknown): void =>
  (page.instance.onForm as (event: object) => void)({
    detail: { part: { values: { ...(page.instance.data as { form: { values: object } }).form.values, [id]: value } } },
  });
export const change = (page: { instance: Record<string, unknown> }, part: object): void =>
  (page.instance.change as (part: object) => void)(part);

export const shownRecord = {
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
export const opened = (version: number, note: string) =>
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
