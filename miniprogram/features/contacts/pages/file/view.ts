import { inThrees } from '../../../../services/invite';
import type { Input, Output } from '../../../../shared/contract';
import { type Day, dayOf } from '../../../../shared/domain/calendar';
import {
  type FieldKey,
  fieldOf,
  RIGHT_REASONS,
  SECTIONS,
  type Section,
  shown,
} from '../../../../shared/domain/child-file';
import { stepsOf } from '../../../../shared/domain/delegation';
import { TONE_WORDS } from '../../../../shared/text/contact';
import {
  CHILD_VIEW_WORDS,
  CONSENT_WORDS,
  PURPOSE_WORDS,
  SECTION_NAMES,
  STEP_WORDS,
} from '../../../../shared/text/files';
import { spokenRelation } from '../../../../shared/text/names';
import { fullDate, shortDate, spokenAgo } from '../../../../shared/text/time';

type File = Output<'contacts.file'>;
type Member = File['members'][number];
type Tone = 'ok' | 'amber' | 'red' | 'lamp' | 'plain';

/** An adult of the family as a row. */
export interface MemberRow {
  readonly key: string;
  /** 「爸爸 林建国」 */
  readonly who: string;
  readonly name: string;
  /** The masked number, where the adult is, and what one should know before calling. */
  readonly fact: string;
  readonly state: string;
  readonly tone: Tone;
  readonly callable: boolean;
  /** What the button of the code says; empty for whom there is none. */
  readonly invite: string;
  /** A WeChat is bound that a new code would let go. */
  readonly isBound: boolean;
}

/** What may be done with the child's data: 「可以」 and 「拍照、录音」 beside it. */
export interface ConsentRow {
  readonly key: string;
  readonly word: string;
  readonly tone: Tone;
  readonly text: string;
}

/** 委托照护 in sentences, with what is still to be done. */
export interface DelegationCard {
  readonly title: string;
  readonly facts: readonly string[];
  readonly steps: readonly { readonly key: string; readonly name: string; readonly how: string }[];
  readonly action: string;
}

export interface FactLine {
  readonly key: FieldKey;
  readonly label: string;
  readonly text: string;
  /** Every file should have it. */
  readonly missing: boolean;
  /** Shown in part; it can be opened. */
  readonly opens: boolean;
}

export interface SectionCard {
  readonly key: Section;
  readonly name: string;
  readonly facts: readonly FactLine[];
  /** 改, or whom to ask for it; empty where neither. */
  readonly action: string;
}

export interface FilePage {
  readonly name: string;
  readonly about: string;
  readonly marks: readonly { readonly text: string; readonly tone: Tone }[];
  /** 「上次和孩子：9 天前」 and so on. */
  readonly contacts: string;
  /** What the family asks to change; empty for nothing. */
  readonly proposals: string;
  readonly members: readonly MemberRow[];
  readonly opensMembers: boolean;
  readonly mayAdd: boolean;
  /** Those who can be given a code: who is not bound comes first. */
  readonly invited: readonly MemberRow[];
  readonly consents: readonly ConsentRow[];
  /** Something was never asked. */
  readonly unasked: boolean;
  readonly delegation: DelegationCard | null;
  readonly sections: readonly SectionCard[];
  readonly mayTimeline: boolean;
  /** Proposes instead of changing. */
  readonly proposes: boolean;
}

/** What was opened with a reason, by field; it is not kept. */
export type Seen = { readonly [K in FieldKey]?: string };

/** A child's file as its reader sees it; what is not known is left out. */
export function pageOf(file: File, seen: Seen, today: Day): FilePage {
  const { may } = file;
  const members = [...file.members].sort((a, b) => rankOf(a) - rankOf(b)).map((member) => rowOf(member, file));
  return {
    name: file.name,
    about: aboutOf(file),
    marks: [
      { text: TONE_WORDS[file.tone], tone: file.tone },
      { text: file.leftBehind ? '留守' : '', tone: 'plain' as const },
    ].filter(({ text }) => text !== ''),
    contacts: `和孩子 ${agoOf(file.childDay, today)} · 和家里 ${agoOf(file.caregiverDay, today)}`,
    proposals: file.proposals > 0 ? `家里提了 ${file.proposals} 份要改的` : '',
    members,
    opensMembers: may.edit || may.propose,
    mayAdd: may.edit,
    invited: members.filter(({ invite }) => invite !== '').sort((a, b) => Number(a.isBound) - Number(b.isBound)),
    consents: file.consents.map(({ purpose, state }) => ({
      key: purpose,
      word: CONSENT_WORDS[state],
      tone: state === 'given' ? 'ok' : state === 'refused' ? 'red' : 'amber',
      text: PURPOSE_WORDS[purpose].deed,
    })),
    unasked: file.consents.some(({ state }) => state === 'unasked'),
    delegation: delegationOf(file),
    sections: sectionsOf(file, seen),
    mayTimeline: may.timeline,
    proposes: may.propose && !may.edit,
  };
}

/** Father, mother, then whoever cares for the child at home. */
function rankOf({ role, relation }: Member): number {
  const place = ['爸爸', '妈妈'].indexOf(spokenRelation(relation));
  if (place >= 0) return place;
  return role === 'parent' ? 2 : 3;
}

function aboutOf({ className, sex, birthDay, boarding }: File): string {
  const facts = [
    className,
    sex === 'male' ? '男' : '女',
    birthDay && `${fullDate(birthDay)}生`,
    boarding ? '住校' : '走读',
  ];
  return facts.filter(Boolean).join(' · ');
}

const agoOf = (day: Day | null, today: Day): string => spokenAgo(day, today) ?? '还没有';

function rowOf(member: Member, { may }: File): MemberRow {
  const { mayContact, limit, silentSince, phoneMasked, bound } = member;
  const facts = [
    mayContact ? '' : limitText(limit),
    phoneMasked ?? '没有登记电话',
    silentSince ? `${shortDate(silentSince)}起没人接` : '',
    member.workplace,
    member.shift && member.shift !== 'unknown' ? shown('member.shift', member.shift) : '',
    member.legalGuardian ? '法定监护人' : '',
    member.hasSmartphone ? '' : '没有智能手机',
    member.canRead ? '' : '不识字',
  ];
  return {
    key: member.personId,
    who: `${spokenRelation(member.relation)} ${member.name}`,
    name: member.name,
    fact: facts.filter(Boolean).join(' · '),
    ...stateOf(member),
    callable: phoneMasked !== null && may.phone,
    invite: may.invite ? inviteFor(member) : '',
    isBound: bound,
  };
}

function stateOf({ mayContact, silentSince, bound }: Member): { readonly state: string; readonly tone: Tone } {
  if (!mayContact) return { state: '不能联系', tone: 'red' };
  if (silentSince) return { state: '打不通', tone: 'amber' };
  return bound ? { state: '已绑定', tone: 'ok' } : { state: '还没绑定', tone: 'plain' };
}

/** Why an adult may not be in contact with the child; it is said first, before anybody dials. */
function limitText(limit: Member['limit']): string {
  if (!limit) return '现在不能和孩子联系';
  const why = [RIGHT_REASONS[limit.reason], limit.note].filter(Boolean).join('，');
  return `${fullDate(limit.since)}起不能和孩子联系（${why}）`;
}

/** A WeChat can be let go whoever it is bound to; a new one is for those who have a smartphone and may contact the child. */
function inviteFor({ bound, hasSmartphone, mayContact }: Member): string {
  if (bound) return '换微信';
  return hasSmartphone && mayContact ? '给邀请码' : '';
}

function delegationOf(file: File): DelegationCard | null {
  const { delegation, may } = file;
  if (!delegation) {
    const living = file.fields.find(({ field }) => field === 'pupil.living')?.value;
    if (!may.edit || !(file.leftBehind || living === 'proxy_parent')) return null;
    return {
      title: '还没有写委托照护',
      facts: ['父母都外出的，要把孩子托给一位能照看的大人，写下来，告诉学校和村里。'],
      steps: [],
      action: '写下来',
    };
  }
  const { memberName, relation, byName, since, until, childView, childWords, villageToldDay, villageWhom } = delegation;
  return {
    title: `托给${spokenRelation(relation)} ${memberName}照看`,
    facts: [
      `${byName}托的，${fullDate(since)}起${until ? `，到${fullDate(until)}` : ''}`,
      childView ? `孩子：${CHILD_VIEW_WORDS[childView]}${childWords ? `，「${childWords}」` : ''}` : '',
      villageToldDay ? `${fullDate(villageToldDay)}告诉了${villageWhom || '村里'}` : '',
    ].filter(Boolean),
    steps: stepsOf({ childView, villageToldDay }).map((step) => ({ key: step, ...STEP_WORDS[step] })),
    action: may.edit ? '补写或打印' : '',
  };
}

/** The facts by parts. What is empty is named only where every file should have it. */
function sectionsOf({ fields, may, leftBehind }: File, seen: Seen): SectionCard[] {
  return SECTIONS.map((section) => {
    const own = fields.filter(({ field }) => fieldOf(field).section === section);
    const facts = own.flatMap(({ field, value, masked }): FactLine[] => {
      const { label, needed } = fieldOf(field);
      const full = seen[field];
      const text = full ?? shown(field, value);
      const missing = text === '' && (needed === 'all' || (needed === 'leftBehind' && leftBehind === true));
      if (text === '' && !missing) return [];
      const opens = masked && full === undefined && value !== null && may.edit;
      return [{ key: field, label, text: text || '还没填', missing, opens }];
    });
    const edits = own.some((one) => one.may === 'edit');
    const asks = own.some((one) => one.may === 'propose');
    return { key: section, name: SECTION_NAMES[section], facts, action: edits ? '改' : asks ? '请班主任改' : '' };
  }).filter(({ facts, action }) => facts.length > 0 || action !== '');
}

/** Why a number is opened; the words that stand in the sheet. */
export const REASONS: readonly { readonly why: Input<'contacts.phone'>['why']; readonly label: string }[] = [
  { why: 'contact', label: '请家长多和孩子说说话' },
  { why: 'visit', label: '约家访' },
  { why: 'notice', label: '说通知的事' },
  { why: 'file', label: '核对档案' },
];

/** A code to read out or to send, and until when it holds. */
export interface Invite {
  readonly key: string;
  readonly name: string;
  /** It can be read out on the phone right away. */
  readonly callable: boolean;
  /** In threes: 「482 177 305」. */
  readonly code: string;
  readonly until: string;
  /** The code to scan, as a data URL; empty where WeChat gave none. */
  readonly picture: string;
}

export const inviteOf = (
  { key, name, callable }: MemberRow,
  { code, expiresAt, picture }: Output<'accounts.invite'>,
): Invite => ({
  key,
  name,
  callable,
  code: inThrees(code),
  until: shortDate(dayOf(expiresAt)),
  picture: picture ?? '',
});
