import type { CallerRole } from '../../../../shared/access/permissions';
import type { ChildRef, Output } from '../../../../shared/contract';
import { dayOf, minuteOf } from '../../../../shared/domain/calendar';
import { EXPORT_REASONS, REVEAL_REASONS, REVOKE_REASONS } from '../../../../shared/text/files';
import { spokenDay, spokenTime } from '../../../../shared/text/time';
import { ROLE_NAMES } from '../../../../shared/text/zh';

type Entry = Output<'audit.list'>['entries'][number];

export interface AuditRow {
  readonly key: string;
  /** 「李秀兰（老师）看了档案」 */
  readonly name: string;
  /** 「三(2)班 林小雨 · 今天上午 9:12 · 要打电话联系」 */
  readonly fact: string;
}

/** What each audited method did, as the school would say it. */
export const DEEDS: Readonly<Record<string, string>> = {
  'contacts.file': '看了档案',
  'contacts.phone': '看了电话号码',
  'contacts.reveal': '打开了遮住的一项',
  'contacts.save': '改了档案',
  'contacts.addMember': '加了一位家人',
  'contacts.removeMember': '去掉了一位家人',
  'contacts.proposals': '看了家里提的修改',
  'contacts.answer': '办了家里提的修改',
  'contacts.timeline': '看了档案改过什么',
  'contacts.delegate': '记了委托照护',
  'pairing.history': '看了谁在帮扶',
  'pairing.ofMentor': '看了一位老师（志愿者）带过哪些孩子',
  'contacts.endDelegation': '记了委托照护结束',
  'contacts.delegationLetter': '打印了给村里的告知书',
  'contacts.checks': '核对了档案',
  'contacts.printCards': '印了联系卡',
  'contacts.export': '导出了档案',
  'roster.preview': '用名册和档案比了一遍',
  'roster.page': '看了名册和档案哪里不一样',
  'transfer.leave': '办了离校',
  'transfer.look': '看了转来的档案',
  'transfer.accept': '收下了转来的档案',
  'transfer.rejoin': '办了回校',
  'privacy.consents': '看了家里同意什么',
  'privacy.consentPaper': '登记了家里签的同意书',
  'privacy.export': '要了一份全部资料',
  'privacy.requests': '看了家里的请求',
  'privacy.erasePreview': '看了会删掉什么',
  'privacy.answer': '回了家里的请求',
  'privacy.auditPack': '写了一年的审计材料',
  'calls.start': '开始了通话，看了号码',
  'desk.lease': '值日时带上了今天要拨的号码',
  'accounts.invite': '开了邀请码',
  'accounts.revoke': '停了一个微信',
  'records.list': '看了关爱记录',
  'records.open': '看了一条关爱记录',
  'records.book': '导出了成长记录袋',
  'plans.list': '看了有哪些帮扶计划',
  'plans.open': '看了帮扶计划',
  'concerns.list': '看了老师转来的事',
  'concerns.open': '看了老师转来的事',
  'ledger.child': '看了联系记录',
  'ledger.school': '看了放心不下的事',
  'notices.open': '看了老师给家里的话',
  'notices.board': '看了老师给家里的话',
  'notices.person': '看了家里怎么回的通知',
  'notices.slips': '印了通知的纸条',
  'notices.export': '导出了通知的名单',
  'letters.forgetSecret': '让孩子重新选了家书的图案',
  'letters.reported': '看了有人说不对劲的信',
  'letters.handedVoice': '听了收信的人交给学校的录音',
};
/** Why, where a reason was given. */
const REASONS: Readonly<Record<string, string>> = {
  notice: '为了通知',
  contact: '为了每周联系',
  visit: '为了走访',
  file: '为了核对档案',
  call: '值日通话',
  invite: '绑定微信用',
  rebind: '换了微信',
  done: '办了',
  declined: '没有办',
  ...REVEAL_REASONS,
  ...EXPORT_REASONS,
  ...REVOKE_REASONS,
};
/** More children than these are counted instead of named. */
const NAMED = 3;

/** One opening of files: who, whose, when, why. `instant` is now, ms. */
export function auditRow({ id, at, byName, byRole, method, children, reason }: Entry, instant: number): AuditRow {
  const when = `${spokenDay(dayOf(at), dayOf(instant))}${spokenTime(minuteOf(at))}`;
  const role = ROLE_NAMES[byRole as CallerRole] ?? byRole;
  const why = reason === null ? '' : (REASONS[reason] ?? reason);
  return {
    key: id,
    name: `${byName}（${role}）${DEEDS[method] ?? '打开了资料'}`,
    fact: [childrenText(children), when, why].filter(Boolean).join(' · '),
  };
}

export const childName = ({ className, name }: ChildRef): string => `${className} ${name}`.trim();

function childrenText(children: readonly ChildRef[]): string {
  if (children.length <= NAMED) return children.map(childName).join('、');
  const classes = [...new Set(children.map(({ className }) => className))];
  return `${classes.length === 1 ? classes[0] : `${classes.length} 个班`} ${children.length} 个孩子`;
}
