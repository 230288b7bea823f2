import type { FileChangeView, Input, ProposalView } from '../contract';
import type { Section } from '../domain/child-file';
import type { ConsentState, Purpose } from '../domain/consents';
import type { ChildView, DelegationStep, Disqualifier } from '../domain/delegation';
import type { Check } from '../domain/file-checks';

/** The words about children's files: one place for what staff and families read. */

/** Parts of a file as headings. */
export const SECTION_NAMES: Readonly<Record<Section, string>> = {
  pupil: '孩子',
  home: '住在哪里，谁照看',
  schooling: '上学',
  person: '本人',
  health: '身体',
  aid: '资助',
  rights: '监护和联系',
};

/** A purpose of consent: its name, what is asked for as a family reads it, and the deed that staff may do or not. */
export interface PurposeWords {
  readonly name: string;
  /** What the school would do, in one sentence without the child's name. */
  readonly what: string;
  /** What follows 「可以」 and 「不可以」. */
  readonly deed: string;
}
export const PURPOSE_WORDS: Readonly<Record<Purpose, PurposeWords>> = {
  photos: {
    name: '拍照和录音',
    what: '老师家访、搞活动的时候给孩子拍照、录音。只有学校的老师和家里人看得到。',
    deed: '拍照、录音',
  },
  publicity: {
    name: '公开用孩子的照片和故事',
    what: '学校的展板、公众号、新闻里用孩子的照片、名字或者故事。外面的人也会看到。',
    deed: '公开用孩子的照片和故事',
  },
  partners: {
    name: '告诉爱心单位',
    what: '有人资助、有志愿者来帮忙的时候，把孩子必要的情况告诉他们。',
    deed: '把情况告诉爱心单位和志愿者',
  },
  counselling: {
    name: '心理辅导',
    what: '心理老师单独和孩子谈心，并做记录。记录只有心理老师能打开。',
    deed: '请心理老师单独辅导',
  },
  transfer: {
    name: '转学时带走档案',
    what: '孩子转学的时候，把这份档案交给新的学校。',
    deed: '转学时把档案交给新学校',
  },
};

/** 「可以拍照、录音」: what may be done with a child's data, in plain words. Silence is no yes. */
export function mayText(purpose: Purpose, state: ConsentState): string {
  const { deed } = PURPOSE_WORDS[purpose];
  if (state === 'given') return `可以${deed}`;
  return state === 'refused' ? `不可以${deed}` : `还没问过家里，先不要${deed}`;
}

/** The state of a consent in a word. */
export const CONSENT_WORDS: Readonly<Record<ConsentState, string>> = {
  given: '可以',
  refused: '不可以',
  unasked: '还没问',
};

/** What the child itself said to a delegation. */
export const CHILD_VIEW_WORDS: Readonly<Record<ChildView, string>> = {
  agrees: '愿意',
  unsure: '说不清楚',
  disagrees: '不愿意',
  too_young: '还太小，说不了',
};

/** The four questions of 未成年人保护法 22, each to be answered no. */
export const DISQUALIFIER_QUESTIONS: Readonly<Record<Disqualifier, string>> = {
  harm: '这个人有没有伤害过人：性侵、虐待、遗弃、拐卖、打伤人？',
  vices: '这个人有没有吸毒、酗酒、赌博的毛病？',
  neglect: '这个人以前是不是有孩子该他管，他不管，或者长期不好好管？',
  unfit: '这个人还有没有别的不适合照看孩子的情况，比如病重、管不了自己？',
};

/** What is still to be done for a delegation: in a few words, and how. */
export const STEP_WORDS: Readonly<Record<DelegationStep, { readonly name: string; readonly how: string }>> = {
  child_view: { name: '听听孩子自己怎么说', how: '问孩子愿不愿意跟着这个人过，把孩子的话记下来。' },
  talk_again: { name: '孩子不愿意，再谈一谈', how: '和爸爸妈妈、受托的人一起再听孩子说一次，能换人就换人。' },
  tell_village: { name: '书面告诉村（居）委会', how: '打印告知书，父母签字，交给村里，再把日子记下来。' },
};

/** How a version of a file came to be. */
export const VIA_WORDS: Readonly<Record<FileChangeView['via'], string>> = {
  edit: '学校改的',
  proposal: '家里提的，学校同意了',
  roster: '导入名册',
  handover: '学年交接',
  transfer: '转学',
  take_back: '撤回',
  delegation: '委托照护',
  erasure: '按家里的请求删除',
};

export const PROPOSAL_WORDS: Readonly<Record<ProposalView['status'], string>> = {
  open: '等学校看',
  accepted: '学校改好了',
  declined: '没有改',
  withdrawn: '已经收回',
};

/** Why a masked fact is opened. */
export const REVEAL_REASONS: Readonly<Record<Input<'contacts.reveal'>['why'], string>> = {
  check: '对着证件核对',
  form: '填表要用',
  emergency: '有急事',
};

/** Why contact data is taken out of the system. */
export const EXPORT_REASONS: Readonly<Record<Input<'contacts.export'>['why'], string>> = {
  county: '县里要报表',
  inspection: '检查要看',
  school: '学校里用',
  class: '班里用',
  emergency: '有急事',
};

/** Why a WeChat is let go. */
export const REVOKE_REASONS: Readonly<Record<Input<'accounts.revoke'>['why'], string>> = {
  lost_phone: '手机或微信丢了',
  left: '不再照看孩子了',
  mistake: '绑错了人',
  worry: '怕别人在用',
};

/** A finding of the checks: what it is, and what to do about it. */
export const CHECK_WORDS: Readonly<Record<Check, { readonly name: string; readonly todo: string }>> = {
  under8_alone: {
    name: '不满 8 岁，身边没有大人照看',
    todo: '请今天就联系父母。法律要求不能让不满 8 岁的孩子没有人照看。',
  },
  under16_alone: {
    name: '不满 16 岁，一个人住',
    todo: '请联系父母，尽快定一个大人照护，再把委托照护写下来。',
  },
  id_digit: { name: '身份证号最后一位对不上', todo: '多半是抄错了一位，请对着户口本再看一遍。' },
  id_birth: { name: '身份证号和出生日期对不上', todo: '请对着户口本看哪一个写错了，改过来。' },
  id_sex: { name: '身份证号和性别对不上', todo: '请对着户口本看哪一个写错了，改过来。' },
  same_id: { name: '两个孩子的身份证号一样', todo: '不是写错了，就是同一个孩子建了两份档案。请打开看一看。' },
  same_person: { name: '名字和生日都一样', todo: '可能是同一个孩子建了两份档案，请打开看一看。' },
  over_age: { name: '登记父母外出，但年龄已经超过', todo: '已经不算在内了。请看看出生日期对不对。' },
  delegated_without_person: { name: '登记和代管家长住，没有写委托给谁', todo: '请打开档案，把委托照护写下来。' },
  left_behind_without_caregiver: { name: '父母外出，没有写谁在家照看', todo: '请问问家里，把照看的大人加进档案。' },
  no_legal_guardian: { name: '没有写谁是法定监护人', todo: '一般是爸爸或妈妈。请校长室核实以后写上。' },
  nobody_may_contact: {
    name: '没有一位家人可以和孩子联系',
    todo: '请核对依据还算不算数；孩子还能和谁联系，请问一问。',
  },
  shared_phone: { name: '好几家写了同一个号码', todo: '可能填成了老师或者村里的号码。请问清楚每一家自己的号码。' },
  silent_phone: { name: '这个号码一个月没有人接', todo: '可能换号了。请托村里或者亲戚问一个新的。' },
  no_phone: { name: '一个电话也没有', todo: '请问问孩子和村里，留一个找得到人的号码。' },
};
