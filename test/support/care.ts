import type { CareRecord, Concern } from '../../cloudfunctions/_server/data/documents';
import type { Input } from '../../miniprogram/shared/contract';
import type { Backend } from './backend';
import { NOON } from './backend';
import { key } from './booking';
import { SCHOOL } from './builders';

/** A study plan for 林小雨 with two goals, from the middle of November to the end of the term. */
export const aPlanForm = (over: Partial<Input<'plans.start'>> = {}): Input<'plans.start'> => ({
  requestKey: key(),
  studentId: 's-yu',
  kind: 'study_help',
  startDay: '2026-11-16',
  midDay: '2026-12-14',
  endDay: '2027-01-15',
  start: { now: '数学落下两个单元', strengths: '爱画画' },
  goals: [
    { id: 'g1', text: '按时交作业', span: 'stage', dueDay: '2026-12-04', state: 'open' },
    { id: 'g2', text: '口算过关', span: 'term', dueDay: '2027-01-08', state: 'open' },
  ],
  priorities: [
    { id: 'study', words: '每天先批改他的作业' },
    { id: 'meals', words: '' },
  ],
  ...over,
});

/** What `plans.save` takes, from the form of the start. */
export const savedForm = (planId: string, seen: number, over: Partial<Input<'plans.save'>> = {}) => {
  const { studentId: _, kind: __, ...body } = aPlanForm();
  return { ...body, requestKey: key(), planId, seen, mid: null, end: null, ...over } satisfies Input<'plans.save'>;
};

/** 李老师 tells the counsellor about 林小雨. */
export const aRaising = (over: Partial<Input<'concerns.raise'>> = {}): Input<'concerns.raise'> => ({
  requestKey: key(),
  to: 'counsellor',
  studentId: 's-yu',
  who: '',
  situation: null,
  words: '这两周常常一个人哭',
  phoneAt: NOON - 60_000,
  ...over,
});

/** A visit that was shared with 林小雨's family. */
export const aCareRecord = ({ deps: { vault } }: Backend, over: Partial<CareRecord> = {}): CareRecord => ({
  _id: 'r-yu',
  schoolId: SCHOOL,
  studentIds: ['s-yu'],
  classIds: ['c32'],
  kind: 'home_visit',
  book: 'visit',
  day: '2026-11-23',
  order: '2026-11-23:1',
  body: vault.seal(JSON.stringify({ values: { note: '奶奶腰不好' }, place: '', shareText: '小雨很懂事' })),
  photos: [],
  voices: [],
  share: true,
  goal: null,
  authorId: 't-head',
  authorName: '李老师',
  at: NOON - 3_600_000,
  version: 1,
  lastKey: null,
  before: [],
  struck: null,
  ...over,
});

/** A concern of 李老师 about 林小雨 as it lies in the database. */
export const aConcern = ({ deps: { vault } }: Pick<Backend, 'deps'>, over: Partial<Concern> = {}): Concern => {
  const { byId = 't-head', at = NOON - 3_600_000 } = over;
  const said = { at, phoneAt: at, byId, situation: null, who: '', words: '常常一个人哭' };
  return {
    _id: 'k-yu',
    schoolId: SCHOOL,
    studentId: 's-yu',
    recordId: null,
    to: 'counsellor',
    said: vault.seal(JSON.stringify(said)),
    byId,
    byName: '李老师',
    at,
    entries: [],
    state: 'open',
    taken: null,
    settled: null,
    ...over,
  };
};
