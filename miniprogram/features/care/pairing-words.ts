import type { MentorRow, PairProposal } from '../../shared/contract';
import { kindNamed, type PairingKindId } from '../../shared/domain/pairing';
import { shortDate } from '../../shared/text/time';

type Reason = PairProposal['reasons'][number];

const REASONS: Readonly<Record<Reason, string>> = {
  known: '以前带过',
  same_class: '是班主任',
  same_village: '同一个村',
  same_sex: '同性别',
  has_room: '手上不多',
};
/** Why somebody is proposed: 「是班主任 · 同一个村」. That there is room goes without saying beside another reason. */
export const reasonText = (reasons: readonly Reason[]): string =>
  (reasons.length > 1 ? reasons.filter((one) => one !== 'has_room') : reasons).map((one) => REASONS[one]).join(' · ');

/** How long a child waits for word from its parents, for a list of the office. */
export const WAITING: Readonly<Record<PairProposal['tone'], string>> = {
  red: '两周没和父母说上话',
  amber: '一周没和父母说上话',
  ok: '',
};

export const kindLabel = (kind: PairingKindId): string => kindNamed(kind).label;

/** A volunteer's check, where somebody has to see to it. */
export const checkText = ({ check, checkedUntil }: Pick<MentorRow, 'check' | 'checkedUntil'>): string => {
  if (check === 'missing') return checkedUntil ? '从业查询过期了' : '没有从业查询';
  return check === 'soon' && checkedUntil ? `从业查询 ${shortDate(checkedUntil)}到期` : '';
};

const ROLES: Readonly<Record<MentorRow['role'], string>> = { teacher: '老师', volunteer: '志愿者' };

/** Who a mentor is and how much there is to do already: 「三(2)班班主任 · 石板村 · 带着 2 个」. */
export function mentorFact({ role, classes, village, pairs }: MentorRow): string {
  const what = classes.length > 0 ? `${classes.join('、')}班主任` : ROLES[role];
  return [what, village ?? '', pairs.length > 0 ? `带着 ${pairs.length} 个` : '还没带孩子'].filter(Boolean).join(' · ');
}

/** From when on somebody has more than the school usually gives one; empty where that is not so. */
export const tooMany = (name: string, count: number, load: number): string =>
  count > load ? `${name}就要带 ${count} 个了，比平常的 ${load} 个多。真忙得过来再这样配。` : '';
