import { type CallerRole, scopesOf } from '../../../../shared/access/permissions';
import type { Input, Output } from '../../../../shared/contract';
import { type Day, dayOf } from '../../../../shared/domain/calendar';
import { TONE_WORDS } from '../../../../shared/text/contact';
import { shortDate, spokenAgo } from '../../../../shared/text/time';

type File = Output<'contacts.file'>;
type Member = File['members'][number];

/** An adult of the family as a row. */
export interface MemberRow {
  readonly key: string;
  /** 「爸爸 林建国」 */
  readonly who: string;
  readonly name: string;
  /** The masked number, where the adult is, and what one should know before calling. */
  readonly fact: string;
  readonly bound: string;
  readonly boundTone: 'ok' | 'plain';
  readonly callable: boolean;
  /** What the button of the code says; empty for whom there is none. */
  readonly invite: string;
  /** A WeChat is bound that a new code would let go. */
  readonly isBound: boolean;
}

export interface FilePage {
  readonly name: string;
  readonly about: string;
  readonly state: string;
  readonly tone: File['tone'];
  /** 「上次和孩子：9 天前」 and so on. */
  readonly contacts: string;
  readonly facts: readonly { readonly label: string; readonly text: string }[];
  readonly members: readonly MemberRow[];
  /** Those who can be given a code: who is not bound comes first. */
  readonly invited: readonly MemberRow[];
}

/** A child's file as its reader sees it; what is not known is left out. */
export function pageOf(file: File, role: CallerRole, today: Day): FilePage {
  const sex = file.sex === 'male' ? '男' : '女';
  const members = file.members.map((member) => rowOf(member, role));
  const facts = [
    { label: '和谁住', text: wordFor(LIVING, file.living) },
    { label: '住址', text: file.address },
    { label: '身体', text: file.health },
    { label: '情况', text: wordFor(CARE, file.careStatus) },
  ];
  return {
    name: file.name,
    about: [file.className, sex, file.birthDay && `${bornOf(file.birthDay)}生`, file.boarding ? '住校' : '走读']
      .filter(Boolean)
      .join(' · '),
    state: TONE_WORDS[file.tone],
    tone: file.tone,
    contacts: `和孩子 ${agoOf(file.childDay, today)} · 和家里 ${agoOf(file.caregiverDay, today)}`,
    facts: facts.flatMap(({ label, text }) => (text ? [{ label, text }] : [])),
    members,
    invited: members.filter(({ invite }) => invite !== '').sort((a, b) => Number(a.isBound) - Number(b.isBound)),
  };
}

/** What the file keeps as a code, as staff say it. A code that this version does not know is left out. */
const LIVING = {
  parents: '和父母',
  boarding: '住在学校',
  grandparents: '和爷爷奶奶或者外公外婆',
  relatives: '和亲戚',
  proxy_parent: '和代管家长',
  alone: '自己住',
};
const CARE = {
  both_away: '父母都在外',
  one_away_other_unable: '一方在外，另一方照看不了',
  not_left_behind: '非留守',
};
const SHIFTS = { day: '白班', night: '夜班', two_shift: '倒班', irregular: '班次不固定' };

const wordFor = (words: Readonly<Record<string, string>>, code: string | null): string => words[code ?? ''] ?? '';

const agoOf = (day: Day | null, today: Day): string => spokenAgo(day, today) ?? '还没有';
const bornOf = (day: Day): string => `${day.slice(0, 4)}年${shortDate(day)}`;

function rowOf(member: Member, role: CallerRole): MemberRow {
  const facts = [
    member.phoneMasked ?? '没有登记电话',
    member.workplace,
    wordFor(SHIFTS, member.shift),
    member.hasSmartphone ? '' : '没有智能手机',
    member.canRead ? '' : '不识字',
    member.mayContact ? '' : '学校登记：现在不能和孩子联系',
  ];
  return {
    key: member.personId,
    who: `${member.relation} ${member.name}`,
    name: member.name,
    fact: facts.filter(Boolean).join(' · '),
    bound: member.bound ? '已绑定' : '还没绑定',
    boundTone: member.bound ? 'ok' : 'plain',
    callable: member.phoneMasked !== null && may(role, 'contacts.phone'),
    invite: may(role, 'accounts.invite') ? inviteFor(member) : '',
    isBound: member.bound,
  };
}

/** A WeChat can be let go whoever it is bound to; a new one is for those who have a smartphone and may contact the child. */
function inviteFor({ bound, hasSmartphone, mayContact }: Member): string {
  if (bound) return '换微信';
  return hasSmartphone && mayContact ? '给邀请码' : '';
}

const may = (role: CallerRole, permission: 'contacts.phone' | 'accounts.invite'): boolean =>
  scopesOf(role, permission).length > 0;

/** Why a number is opened; the words that stand in the sheet. */
export const REASONS: readonly { readonly why: Input<'contacts.phone'>['why']; readonly label: string }[] = [
  { why: 'contact', label: '请家长多和孩子说说话' },
  { why: 'visit', label: '约家访' },
  { why: 'notice', label: '说通知的事' },
  { why: 'file', label: '核对档案' },
];

/** What is asked before a WeChat that is bound is let go. */
export const rebinding = ({ who }: MemberRow) => ({
  title: `${who}换了微信？`,
  text: '给了新的邀请码，原来的微信马上就看不到孩子了。',
  yes: '给新的码',
});

/** A code to read out, and until when it holds. */
export interface Invite {
  readonly key: string;
  readonly name: string;
  /** It can be read out on the phone right away. */
  readonly callable: boolean;
  /** In threes: 「482 177 305」. */
  readonly code: string;
  readonly until: string;
}

export const inviteOf = (member: MemberRow, { code, expiresAt }: Output<'accounts.invite'>): Invite => ({
  key: member.key,
  name: member.name,
  callable: member.callable,
  code: code.replace(/(\d{3})(?=\d)/g, '$1 '),
  until: shortDate(dayOf(expiresAt)),
});
