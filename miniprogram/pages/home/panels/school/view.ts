import type { Bar } from '../../../../components/bar-chart/bars';
import type { Route } from '../../../../services/routes';
import type { HomeView } from '../../../../shared/contract';

/** How the cadences stand is not here: it would read every child of the school, and has a page of its own. */
export type SchoolView = Extract<HomeView, { kind: 'school' }>;

/** A number that stands alone, with what it means. */
export interface Figure {
  readonly value: number;
  readonly text: string;
  readonly tone: 'ok' | 'amber' | 'red' | 'plain';
}
export interface SchoolHome {
  /** No roster was imported yet: then there is one thing to do. */
  readonly empty: boolean;
  readonly headline: string;
  readonly figures: readonly Figure[];
  /** Classes with children of 7 days and more, the most first. */
  readonly gaps: readonly Bar[];
  readonly calls: string;
  /** Notices that wait for the headteacher's word: 「2 条通知等您看」, empty where none does. */
  readonly reviews: string;
  /** What families ask of the school, and what waits for a signature: rows with the route that each leads to. */
  readonly asked: readonly Link[];
  /** Why a year is asked for; empty where none is. */
  readonly years: string;
}
export interface Link {
  readonly key: Route;
  readonly name: string;
  readonly fact: string;
}

/** How many classes the first screen names; the others are one tap further. */
export const GAPS_SHOWN = 8;

/** What the office can open, by what it is about. */
export interface LinkGroup {
  readonly name: string;
  readonly links: readonly Link[];
}
export const GROUPS: readonly LinkGroup[] = [
  {
    name: '孩子和家里',
    links: [
      { key: 'contacts', name: '孩子的档案', fact: '找一个孩子，看档案、改档案' },
      { key: 'schoolLedger', name: '全校联系台账', fact: '每周多少孩子联系上，谁等得最久，什么事放心不下' },
      { key: 'sentNotices', name: '通知', fact: '发给全校或者几个班，谁还没听到一看就知道' },
      { key: 'pairing', name: '结对帮扶', fact: '哪个孩子还没有人，谁带着谁，志愿者查了没有' },
      { key: 'plans', name: '帮扶计划', fact: '学习帮扶、转化、个别教育方案，哪个到期了' },
      { key: 'concerns', name: '孩子不对劲', fact: '马上报告，或者转给心理老师' },
      { key: 'waitingLetters', name: '家书', fact: '哪个孩子有信没看；写了什么，只有孩子和家里人看得到' },
      { key: 'reportedLetters', name: '有人说不对劲的信', fact: '孩子或家长告诉学校的，要有人去谈一谈' },
      { key: 'checks', name: '档案核对', fact: '哪些没填全，哪些对不上，哪些电话打不通' },
      { key: 'importRoster', name: '导入名册', fact: '开学、转学、换了电话，都可以再导一次，导错了能撤回' },
      { key: 'exportFiles', name: '导出表格', fact: '县里要的表、班级名单，每次都记下为什么' },
      { key: 'printCards', name: '印联系卡', fact: '卡上有邀请码，家里凭它绑定' },
      { key: 'transfer', name: '转学和离校', fact: '孩子要走、有孩子转来、走了又回来' },
    ],
  },
  {
    name: '通话',
    links: [
      { key: 'schoolSetup', name: '通话点和时间', fact: '几个通话点，什么时候开放，哪些天放假，发不发短信' },
      { key: 'capacity', name: '够不够用', fact: '一周能让多少家打上电话，再加什么最管用' },
      { key: 'dutyTable', name: '值日表和换班', fact: '接下来几周谁值日' },
    ],
  },
  {
    name: '老师和班级',
    links: [
      { key: 'staff', name: '老师和平板', fact: '加一位、给邀请码、微信丢了、离校' },
      { key: 'handover', name: '交接', fact: '升年级、毕业、分班，换班主任和帮扶老师' },
    ],
  },
  {
    name: '家访、谈心、通话的规矩',
    links: [
      { key: 'careRules', name: '多久做一次，谁来做', fact: '三个一、五个一，或者学校自己的' },
      { key: 'recordKinds', name: '记录有哪几种', fact: '本来就有的用不用，学校自己再加几种' },
    ],
  },
  {
    name: '孩子的信息',
    links: [
      { key: 'privacy', name: '孩子的信息怎么管', fact: '家里同意什么、谁看过、留多久，一年一次的审计材料' },
      { key: 'audit', name: '谁看过档案', fact: '哪位老师、什么时候、看了哪个孩子' },
    ],
  },
];

export function schoolHome(view: SchoolView): SchoolHome {
  const { pupils, leftBehind, thisWeek, amber, red, callsToday } = view;
  const missing = leftBehind - thisWeek;
  return {
    empty: pupils === 0,
    headline: missing > 0 ? `本周还有 ${missing} 个孩子没和爸妈联系上` : '本周每个孩子都和爸妈联系上了',
    figures: [
      { value: thisWeek, text: `${leftBehind} 人里，本周已联系`, tone: 'ok' },
      { value: amber, text: '7 天以上没联系', tone: amber > 0 ? 'amber' : 'plain' },
      { value: red, text: '14 天以上没联系', tone: red > 0 ? 'red' : 'plain' },
    ],
    gaps: gapsOf(view.classes),
    calls: callsToday > 0 ? `今天有 ${callsToday} 个通话，看看轮到谁` : '今天没有约好的通话',
    reviews: view.reviews > 0 ? `${view.reviews} 条通知等您看` : '',
    asked: askedOf(view),
    years: view.yearsAsked.length > 0 ? `${view.yearsAsked.join('、')} 年哪些天放假？` : '',
  };
}

const askedOf = ({ toSign, requests, proposals, concerns, reportedLetters }: SchoolView): Link[] => [
  ...(concerns.report > 0
    ? [{ key: 'concerns', name: `${concerns.report} 件强制报告还没办完`, fact: '先看该报的地方都报到了没有' } as const]
    : []),
  ...(reportedLetters > 0
    ? [{ key: 'reportedLetters', name: `${reportedLetters} 封信有人说不对劲`, fact: '要有人去谈一谈' } as const]
    : []),
  ...(toSign ? [{ key: 'handoverOpen', name: '有一份交接等您签字', fact: '看清楚交什么、接什么再签' } as const] : []),
  ...(requests > 0
    ? [{ key: 'requests', name: `${requests} 家对孩子的资料有请求`, fact: '每一件都要在日子以前回话' } as const]
    : []),
  ...(proposals > 0
    ? [{ key: 'proposals', name: `${proposals} 家想改孩子的资料`, fact: '班主任或者学校看过，档案才改' } as const]
    : []),
];

const gapsOf = (classes: SchoolView['classes']): Bar[] =>
  classes
    .filter(({ amber, red }) => amber + red > 0)
    .sort((a, b) => b.amber + b.red - (a.amber + a.red) || b.red - a.red)
    .map(({ classId, className, leftBehind, amber, red }) => ({
      key: classId,
      label: className,
      value: amber + red,
      figure: `${leftBehind} 人里 ${amber + red} 人`,
      tone: red > 0 ? 'red' : 'amber',
    }));
