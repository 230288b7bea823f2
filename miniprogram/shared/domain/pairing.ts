/** C8: who stands beside which child. Kinds of pairs are rows. Pure. */
import { addDays, type Day } from './calendar';

/** Whom a kind of pair may have for a mentor: staff of a role, or a pupil. `check`: only with a background check that holds (未成年人保护法 62). */
interface By {
  readonly role: 'teacher' | 'volunteer' | 'pupil';
  readonly check: boolean;
}

const teacher: By = { role: 'teacher', check: false };
const volunteer: By = { role: 'volunteer', check: true };

/** What a pair is called, who may be the mentor, and what it asks of that person, in the words of the schools' own rules. */
export const PAIRING_KINDS = [
  {
    id: 'teacher',
    label: '帮扶教师',
    more: '代管家长',
    by: [teacher],
    means:
      '四管：管思想、管学习、管生活、管安全。四掌握：掌握家里的情况、孩子的思想、学习和身体情况。每月谈一次心、去一次家、和家长通一次话。',
  },
  {
    id: 'love_mother',
    label: '爱心妈妈（爸爸）',
    more: '像家里人一样',
    by: [teacher, volunteer],
    means: '常问冷暖，记得孩子的生日，衣服被子有人管，生病有人陪，过节有人惦记。',
  },
  {
    id: 'cadre',
    label: '村干部',
    more: '住得近，常看看',
    by: [volunteer],
    means: '常到家里看看，老人和孩子有事能找到人；照看的人病了、出门了，马上告诉学校。',
  },
  {
    id: 'retired',
    label: '退休教师',
    more: '五老',
    by: [volunteer],
    means: '周末和假期带孩子读书、写作业，和孩子说说话。',
  },
  {
    id: 'volunteer',
    label: '志愿者',
    more: '代理家长',
    by: [volunteer],
    means: '定期来陪孩子，来之前先跟学校说，不单独带孩子离开，答应了的就要做到。',
  },
  {
    id: 'pupil',
    label: '小老师',
    more: '手拉手、学习帮手',
    by: [{ role: 'pupil', check: false }],
    means: '一起写作业，一起玩，同学有心事就告诉老师。',
  },
] as const satisfies readonly {
  readonly id: string;
  readonly label: string;
  readonly more: string;
  readonly by: readonly By[];
  readonly means: string;
}[];
export type PairingKindId = (typeof PAIRING_KINDS)[number]['id'];
export const PAIRING_KIND_IDS = PAIRING_KINDS.map(({ id }) => id);

export const kindNamed = (id: PairingKindId): (typeof PAIRING_KINDS)[number] =>
  PAIRING_KINDS.find((kind) => kind.id === id) ?? PAIRING_KINDS[0];

const rowFor = (kind: PairingKindId, role: string): By | undefined =>
  (kindNamed(kind).by as readonly By[]).find((by) => by.role === role);

/** The kinds in which somebody of a role may be a mentor. */
export const kindsFor = (role: string): PairingKindId[] => PAIRING_KIND_IDS.filter((id) => rowFor(id, role));

/** The days before a check ends on which the office is told. */
const CHECK_AHEAD_DAYS = 30;

/** `none`: needs no check; `soon`: ends within a month; `missing`: never shown, or over. It holds on its last day. */
export type CheckState = 'none' | 'ok' | 'soon' | 'missing';
export const checkStateOf = (role: string, checkedUntil: Day | null | undefined, today: Day): CheckState => {
  if (role !== 'volunteer') return 'none';
  if ((checkedUntil ?? '') < today) return 'missing';
  return (checkedUntil ?? '') <= addDays(today, CHECK_AHEAD_DAYS) ? 'soon' : 'ok';
};

/** Why a pair cannot be made: the role is not one for this kind, or the check that it needs does not hold today. */
export function pairFault(
  kind: PairingKindId,
  mentor: { readonly role: string; readonly checkedUntil?: Day | null },
  today: Day,
): 'role' | 'unchecked' | undefined {
  const row = rowFor(kind, mentor.role);
  if (!row) return 'role';
  return row.check && checkStateOf(mentor.role, mentor.checkedUntil, today) === 'missing' ? 'unchecked' : undefined;
}

/** Why a pair came to its end: said by the office, or by what happened to one of the two. */
export const OFFICE_ENDS = [
  { id: 'handed_on', label: '换人来带' },
  { id: 'grown', label: '孩子不需要了' },
  { id: 'mentor_asked', label: '老师（志愿者）提出' },
  { id: 'child_asked', label: '孩子或家里提出' },
  { id: 'other', label: '别的原因' },
] as const;
export type OfficeEnd = (typeof OFFICE_ENDS)[number]['id'];
export type PairingEnd = OfficeEnd | 'child_left' | 'mentor_left' | 'handover';

const OWN_ENDS: Readonly<Record<Exclude<PairingEnd, OfficeEnd>, string>> = {
  child_left: '孩子离校',
  mentor_left: '老师（志愿者）离校',
  handover: '学年交接',
};
export const PAIRING_ENDS: readonly PairingEnd[] = [
  ...OFFICE_ENDS.map(({ id }) => id),
  'child_left',
  'mentor_left',
  'handover',
];
export const endLabel = (why: PairingEnd): string =>
  why in OWN_ENDS ? OWN_ENDS[why as keyof typeof OWN_ENDS] : (OFFICE_ENDS.find(({ id }) => id === why)?.label ?? '');

/** Children whom one mentor is proposed at most, where the school has not said otherwise (practice: two or three each). */
export const MENTOR_LOAD = 3;
export const MENTOR_LOAD_MOST = 8;
/** Pupils who help one pupil, and pupils whom one helps. */
export const PUPIL_HELPERS = 4;

/** Why a mentor is proposed for a child. */
export const PAIR_REASONS = ['known', 'same_class', 'same_village', 'same_sex', 'has_room'] as const;
export type PairReason = (typeof PAIR_REASONS)[number];
