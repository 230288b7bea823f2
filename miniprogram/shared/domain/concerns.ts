/** A concern goes to the counsellor, or it is the start of the mandatory report. */
export const CONCERN_TO = ['counsellor', 'report'] as const;
export type ConcernTo = (typeof CONCERN_TO)[number];

/** Raised; somebody has it in hand; settled. */
export const CONCERN_STATES = ['open', 'taken', 'closed'] as const;
export type ConcernState = (typeof CONCERN_STATES)[number];

/** Whom a phone rings at once. Numbers are the same all over China. */
export const LINES = [
  { id: 'police', told: 'police', number: '110', who: '公安', when: '孩子正在受伤害，或者已经受了伤害' },
  { id: 'ambulance', told: 'hospital', number: '120', who: '急救', when: '受伤、中毒、叫不醒' },
  {
    id: 'civil',
    told: 'civil',
    number: '12345',
    who: '民政、教育局',
    when: '说明是「未成年人保护」，请值班员转民政或者教育部门',
  },
  { id: 'youth', told: 'other', number: '12355', who: '青少年服务台', when: '孩子想不开、需要有人劝，或者要法律帮助' },
] as const;
export type Line = (typeof LINES)[number];
type LineId = Line['id'];

/**
 * The nine situations that must be reported at once: 《关于建立侵害未成年人案件强制报告制度的意见（试行）》 2020, article 4; whose duty it is:
 * 未成年人保护法 11. `first` names who is rung first.
 */
export const SITUATIONS = [
  { id: 'private_parts', label: '隐私部位有伤', more: '隐私部位受到或者疑似受到侵害', first: 'police' },
  {
    id: 'under_14',
    label: '不满 14 岁：疑似性侵、怀孕、流产',
    more: '不满 14 周岁的女孩受到性侵、怀孕、流产',
    first: 'police',
  },
  {
    id: 'from_14',
    label: '14 岁以上：疑似被性侵后怀孕、流产',
    more: '14 周岁以上的女孩受到性侵而怀孕、流产',
    first: 'police',
  },
  {
    id: 'injured',
    label: '多处受伤、严重营养不良、昏迷、被打、被欺凌',
    more: '身体多处损伤、严重营养不良、意识不清，受到家庭暴力、欺凌、虐待、殴打或者被人麻醉',
    first: 'ambulance',
  },
  {
    id: 'self_harm',
    label: '自杀、自残、中毒等',
    more: '自杀、自残、工伤、中毒、被人麻醉、殴打等非正常损伤、死亡',
    first: 'ambulance',
  },
  { id: 'abandoned', label: '被遗弃、长期没人照料', more: '被遗弃或者长期处于无人照料状态', first: 'civil' },
  { id: 'missing', label: '来历不明、失踪、被拐卖', more: '来源不明、失踪或者被拐卖、收买', first: 'police' },
  { id: 'begging', label: '被人组织乞讨', more: '被组织乞讨', first: 'police' },
  {
    id: 'other',
    label: '别的侵害，或者可能有危险',
    more: '其他严重侵害身心健康，或者面临不法侵害危险',
    first: 'police',
  },
] as const satisfies readonly { id: string; label: string; more: string; first: LineId }[];
export type SituationId = (typeof SITUATIONS)[number]['id'];

/** Who outside and inside the school can be told, and is written down with day and time. */
export const TOLD = [
  { id: 'police', name: '公安（110）' },
  { id: 'civil', name: '民政' },
  { id: 'education', name: '教育局' },
  { id: 'hospital', name: '医院' },
  { id: 'headteacher', name: '校长' },
  { id: 'guardian', name: '监护人' },
  { id: 'village', name: '村（居）委会' },
  { id: 'women', name: '妇联' },
  { id: 'other', name: '别的人' },
] as const;
export type ToldId = (typeof TOLD)[number]['id'];

/** Whom to ring, most urgent first, for a situation or while none is chosen; all of them, for nobody knows better than who is there. */
export function linesFor(situation: SituationId | null): readonly Line[] {
  const first = SITUATIONS.find(({ id }) => id === situation)?.first ?? 'police';
  return [...LINES.filter(({ id }) => id === first), ...LINES.filter(({ id }) => id !== first)];
}

/**
 * Whose concerns somebody looks after: the counsellor what was for it, the headteacher the reports and, in a school that has no counsellor, those
 * too, or they would reach nobody.
 */
export function handledBy(role: string, { hasCounsellor }: { readonly hasCounsellor: boolean }): readonly ConcernTo[] {
  if (role === 'counsellor') return ['counsellor'];
  if (role === 'school_admin') return hasCounsellor ? ['report'] : ['report', 'counsellor'];
  return [];
}

/** Open ones before those in hand and those that are settled, newest first. */
export const openFirst = <T extends { readonly state: ConcernState; readonly at: number }>(rows: readonly T[]): T[] =>
  [...rows].sort((a, b) => CONCERN_STATES.indexOf(a.state) - CONCERN_STATES.indexOf(b.state) || b.at - a.at);
