import { createLetterVault, createVault, sealFile } from '../../cloudfunctions/_server/data/crypto';
import type { Letter, LetterSecret } from '../../cloudfunctions/_server/data/documents';
import type { MethodName } from '../../miniprogram/shared/contract';
import type { ErrorCode } from '../../miniprogram/shared/errors/catalogue';
import { type Asker, type At, type Row, type Thing, TODAY } from './access-things';
import { type Backend, FIELD_SECRETS, LETTER_SECRETS, NOON } from './backend';

/** How the methods about letters name a thing, and which letters hang on it. */

const vault = createVault(FIELD_SECRETS);
const letterVault = createLetterVault(LETTER_SECRETS);
const SECRET = [0, 1, 2];
const FILE_KEY = Buffer.alloc(32, 3).toString('base64');
const KEY = 'tap-00001';

const letterId = ({ key }: Thing, what: 'new' | 'read' | 'sent' | 'heard' | 'told'): string => `l-${key}-${what}`;
const letter =
  (what: Parameters<typeof letterId>[1]) =>
  ({ thing }: At) => ({ letterId: letterId(thing, what) });
const told = { why: 'scared', words: '', show: false } as const;

/** A child whose call is not today is none of the tablet's. */
const atBooth = ({ thing }: At) => ({ studentId: thing.callDay === TODAY ? thing.studentId : 's-nobody' });
const proved = (at: At) => ({ ...atBooth(at), secret: SECRET });
/** 何小花 has no pictures yet. */
const unproved = (_: Asker, { key }: Thing): ErrorCode | undefined =>
  key === 'other' ? 'letters.secret-wrong' : undefined;
const child = ({ thing: { studentId } }: At) => ({ studentId });

type LetterMethod = Extract<MethodName, `letters.${string}`>;

export const letterInputs: { readonly [M in LetterMethod]: Row<M> } = {
  'letters.box': { about: 'child', input: child },
  'letters.write': { about: 'child', input: (at) => ({ ...child(at), requestKey: KEY, text: '小雨，你好吗' }) },
  'letters.open': { about: 'child', input: letter('new') },
  'letters.takeBack': { about: 'child', input: letter('sent') },
  'letters.report': { about: 'child', input: (at) => ({ ...letter('read')(at), ...told }) },
  'letters.booth': { about: 'nothing', input: () => ({}) },
  'letters.chooseSecret': {
    about: 'call',
    input: proved,
    // 何小花 has come for her call and has no pictures yet.
    refused: (_, { key }) => (key === 'other' ? undefined : 'letters.secret-set'),
  },
  'letters.boothBox': { about: 'call', input: proved, refused: unproved },
  'letters.boothOpen': {
    about: 'call',
    input: (at) => ({ ...proved(at), ...letter('sent')(at) }),
    refused: unproved,
  },
  'letters.boothWrite': {
    about: 'call',
    input: (at) => ({ ...proved(at), requestKey: KEY, adultId: at.thing.adultIds[0] ?? '', text: '爸爸，你好吗' }),
    refused: unproved,
  },
  'letters.boothReport': {
    about: 'call',
    input: (at) => ({ ...proved(at), ...letter('heard')(at), ...told }),
    refused: unproved,
  },
  'letters.boothPrint': {
    about: 'call',
    input: (at) => ({ ...proved(at), ...letter('sent')(at) }),
    refused: unproved,
  },
  'letters.waiting': { about: 'class', input: ({ thing: { classId } }) => ({ classId }) },
  'letters.sendTo': {
    about: 'child',
    input: ({ thing: { studentId, schoolId } }) => ({ studentId, pointId: `${schoolId}.p2` }),
  },
  'letters.forgetSecret': { about: 'child', input: child },
  'letters.reported': { about: 'nothing', input: () => ({}) },
  'letters.handedVoice': { about: 'child', input: letter('told') },
  'letters.answerReport': { about: 'child', input: (at) => ({ ...letter('told')(at), answer: '谈过了' }) },
};

let voiceFile = '';
/** The sealed voice of all letters that have one. */
export async function keepVoice({ deps }: Backend): Promise<void> {
  voiceFile = await deps.files.write('letters/told', sealFile(FILE_KEY, new Uint8Array([1])));
}

/** Letters of a thing in each state, one of them reported and handed over; and the child's pictures. */
export function lettersOf(thing: Thing): {
  readonly letters: readonly Letter[];
  readonly secrets: readonly LetterSecret[];
} {
  const { schoolId, studentId, adultIds } = thing;
  const at = NOON - 3_600_000;
  const base: Omit<Letter, '_id' | 'direction' | 'state'> = {
    ...{ schoolId, studentId, adultId: adultIds[0] ?? '', way: 'text', text: letterVault.seal('想你') },
    ...{ voice: null, at, openedAt: null, todo: null, report: null },
  };
  const letters: Letter[] = [
    { ...base, _id: letterId(thing, 'new'), direction: 'to_parent', state: 'waiting' },
    { ...base, _id: letterId(thing, 'read'), direction: 'to_parent', state: 'opened', openedAt: at },
    { ...base, _id: letterId(thing, 'sent'), direction: 'to_child', state: 'waiting' },
    { ...base, _id: letterId(thing, 'heard'), direction: 'to_child', state: 'opened', openedAt: at },
    {
      ...base,
      ...{ _id: letterId(thing, 'told'), direction: 'to_child', state: 'opened', openedAt: at, way: 'both' },
      voice: { seconds: 3, upload: null, key: letterVault.seal(FILE_KEY), fileId: voiceFile },
      report: {
        ...{ why: 'scared', words: null, at, open: true, answer: null, answeredAt: null },
        handed: { text: vault.seal('想你'), voiceKey: vault.seal(FILE_KEY) },
      },
    },
  ];
  const pictures = letterVault.seal(SECRET.join('-'));
  const secret = { _id: studentId, schoolId, pictures, tries: { day: TODAY, wrong: 0 }, looks: 0, forgottenAt: null };
  return { letters, secrets: thing.key === 'other' ? [] : [secret] };
}
