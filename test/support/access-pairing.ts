import type { Pairing, Staff } from '../../cloudfunctions/_server/data/documents';
import { pairingId } from '../../cloudfunctions/_server/pairing/save';
import type { MethodName } from '../../miniprogram/shared/contract';
import type { Row, Thing } from './access-things';
import { aPairing, aStaff } from './builders';

/** How the methods about pairs name a thing, and the pairs that hang on it. */

const KEY = 'tap-00001';
const MENTORS: Readonly<Record<string, string>> = { sch1: 't-mentor', sch2: 't-far-mentor' };
const mentorOf = ({ schoolId }: Thing): string => MENTORS[schoolId] ?? 't-nobody';
const pairOf = (thing: Thing): string => pairingId(mentorOf(thing), thing.studentId, 1);
/** A pupil who helps every child; nothing else is known of it. */
const HELPER = 's-helper';

type PairingMethod = Extract<MethodName, `pairing.${string}`>;

export const pairingInputs: { readonly [M in PairingMethod]: Row<M> } = {
  'pairing.board': { about: 'nothing', input: () => ({}) },
  'pairing.propose': { about: 'nothing', input: () => ({}) },
  'pairing.configure': { about: 'nothing', input: () => ({ load: 3 }) },
  'pairing.pair': {
    about: 'child',
    input: ({ thing }) => ({
      ...{ requestKey: KEY, onlyAlone: false },
      pairs: [{ studentId: thing.studentId, mentorId: mentorOf(thing), kind: 'teacher' }],
    }),
  },
  'pairing.end': {
    about: 'child',
    input: ({ thing }) => ({ requestKey: KEY, pairingId: pairOf(thing), why: 'other', note: '' }),
  },
  // 郑老师 is the mentor on paper of all of them, and reaches 周小海 alone.
  'pairing.note': { about: 'child', input: ({ thing }) => ({ pairingId: pairOf(thing), note: '爱画画' }) },
  'pairing.history': { about: 'child', input: ({ thing: { studentId } }) => ({ studentId }) },
  'pairing.ofMentor': { about: 'school', input: ({ thing }) => ({ mentorId: mentorOf(thing) }) },
  'pairing.pupils': { about: 'class', input: ({ thing: { classId } }) => ({ classId }) },
  'pairing.pairPupils': {
    about: 'child',
    input: ({ thing: { key, studentId } }) => ({
      ...{ requestKey: KEY, studentId },
      helperIds: [key === 'far' ? studentId : key === 'barred' ? 's-yu' : 's-barred'],
    }),
    // In the class of the one nobody else is there, in the school of the other nobody but the child itself.
    refused: ({ role }, { key }) =>
      key === 'far' ? 'input.invalid' : key === 'other' && role === 'teacher' ? 'common.not-found' : undefined,
  },
  'pairing.endPupils': {
    about: 'child',
    input: ({ thing: { studentId } }) => ({ pairingId: pairingId(HELPER, studentId, 1) }),
  },
};

/** 郑老师 and a pupil beside a child; 周小海's mentor is there already. */
export const pairsOf = (thing: Thing): Pairing[] => {
  const { studentId, schoolId, classId, key } = thing;
  const of = { studentId, schoolId, classId };
  const helped = aPairing({ ...of, mentorId: HELPER, mentorName: '小帮手', kind: 'pupil', adult: false });
  return key === 'hai' ? [helped] : [helped, aPairing({ ...of, mentorId: mentorOf(thing) })];
};

export const farMentor = (): Staff => aStaff({ _id: 't-far-mentor', schoolId: 'sch2', name: '石老师', openid: null });
