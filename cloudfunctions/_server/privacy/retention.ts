/**
 * How long what is kept, and why: one table for the job that takes away what is over, the officer's page, and docs/privacy.md. A child's own data goes
 * row by row when its file goes (child-rows.ts). Legal bases that were not read in full are marked in docs/privacy.md.
 */

import { IMPORT_STATES } from '../../../miniprogram/shared/contract/roster';
import { addDays, type Day, dayOf, instantOf } from '../../../miniprogram/shared/domain/calendar';
import { NOTICE_STATUSES } from '../../../miniprogram/shared/domain/notices';
import type { CollectionName, Documents, Notice, Receipt } from '../data/documents';
import type { Where } from '../data/store';
import { type Needs, removeFiles } from './erased-child';
import { forgetLeavers, forgetLocks, forgetSettings } from './sweeps';

/** So many documents of a row go in one run; the next run goes on. */
export const AT_ONCE = 500;
const YEAR = 365;

/** What a run did: how many went, whether there may be more, and where to go on. */
export interface Swept {
  readonly removed: number;
  readonly more: boolean;
  readonly after?: string;
}
/** `schoolId` is `county` for a row that looks at all schools at once. */
export type Sweep = (needs: Needs, schoolId: string, after: string | undefined) => Promise<Swept>;

export interface RetentionRow {
  readonly id: string;
  readonly per: 'school' | 'county';
  readonly what: string;
  readonly keep: string;
  readonly why: string;
  readonly sweep: Sweep;
}

/** The day and the moment before which something is over. */
interface Before {
  readonly schoolId: string;
  readonly day: Day;
  readonly at: number;
}

/** Documents that are older than so many days, with the files that are part of them. The files go first: cut off, the next run finds them again. */
const older =
  <C extends CollectionName>(
    collection: C,
    days: number,
    where: (before: Before) => Where<Documents[C]>,
    filesOf: (doc: Documents[C]) => readonly string[] = () => [],
  ): Sweep =>
  async (needs, schoolId) => {
    const day = addDays(dayOf(needs.now()), -days);
    const docs = await needs.store.list(collection, {
      where: where({ schoolId, day, at: instantOf(day, 0) }),
      limit: AT_ONCE,
    });
    if (docs.length === 0) return { removed: 0, more: false };
    await removeFiles(needs, docs.flatMap(filesOf));
    const ids = { in: docs.map(({ _id }) => _id) };
    const removed = await needs.store.removeWhere(collection, { _id: ids } as Where<Documents[C]>);
    return { removed, more: docs.length === AT_ONCE };
  };

const filesOfNotice = ({ voice, pictures, file }: Notice): string[] =>
  [voice?.fileId, file?.fileId, ...pictures.map(({ fileId }) => fileId)].filter((id) => id !== undefined);
const filesOfReceipt = ({ said, signature }: Receipt): string[] =>
  [said?.fileId, signature].filter((id) => typeof id === 'string');

const NEEDED = '办完事就不再需要（《个人信息保护法》19 条：保存期限应为最短）';

export const RETENTION: readonly RetentionRow[] = [
  {
    id: 'events',
    per: 'county',
    what: '防止重复处理的标记',
    keep: '14 天',
    why: NEEDED,
    sweep: older('seenEvents', 14, ({ at }) => ({ at: { lt: at } })),
  },
  {
    id: 'checks',
    per: 'county',
    what: '照片和声音的内容检查',
    keep: '14 天',
    why: NEEDED,
    sweep: older('mediaChecks', 14, ({ at }) => ({ at: { lt: at } })),
  },
  {
    id: 'tries',
    per: 'county',
    what: '绑定码试了几次',
    keep: '14 天',
    why: NEEDED,
    sweep: older('bindTries', 14, ({ day }) => ({ day: { lt: day } })),
  },
  {
    id: 'readings',
    per: 'county',
    what: '看过的名册（加密）',
    keep: '8 天',
    why: '导入后 7 天内可以撤回',
    sweep: older('importPages', 8, ({ at }) => ({ at: { lt: at } })),
  },
  {
    id: 'slips',
    per: 'county',
    what: '通知纸条上的码',
    keep: '60 天',
    why: NEEDED,
    sweep: older('noticeSlips', 60, ({ at }) => ({ at: { lt: at } })),
  },
  {
    id: 'messages',
    per: 'county',
    what: '发出去的提醒和短信',
    keep: '发完 60 天',
    why: '家里问起时要查得到',
    sweep: older('outbox', 60, ({ at }) => ({
      status: { in: ['sent', 'refused', 'unknown', 'dropped'] },
      doneAt: { lt: at },
    })),
  },
  {
    id: 'links',
    per: 'county',
    what: '短信里打开小程序的链接',
    keep: '到期就删',
    why: NEEDED,
    sweep: older('urlLinks', 0, ({ at }) => ({ until: { lt: at } })),
  },
  {
    id: 'invites',
    per: 'county',
    what: '绑定码（加密）',
    keep: '过期后 30 天',
    why: '用旧码的人要得到说明',
    sweep: older('invites', 30, ({ at }) => ({ expiresAt: { lt: at } })),
  },
  {
    id: 'transfers',
    per: 'county',
    what: '转学码（加密）',
    keep: '过期后 30 天',
    why: '用旧码的人要得到说明',
    sweep: older('transfers', 30, ({ at }) => ({ expiresAt: { lt: at } })),
  },
  {
    id: 'leases',
    per: 'county',
    what: '值班台为断网留的号码和时间',
    keep: '第二天',
    why: NEEDED,
    sweep: older('deskLeases', 1, ({ day }) => ({ day: { lt: day } })),
  },
  {
    id: 'letterVisits',
    per: 'county',
    what: '请孩子到平板看信的安排',
    keep: '第二天',
    why: NEEDED,
    sweep: older('letterVisits', 1, ({ at }) => ({ until: { lt: at } })),
  },
  {
    id: 'disruptions',
    per: 'county',
    what: '停电、设备坏了等情况',
    keep: '1 年',
    why: '补打电话要对得上',
    sweep: older('disruptions', YEAR, ({ day }) => ({ day: { lt: day } })),
  },
  {
    id: 'waiting',
    per: 'county',
    what: '排队等时间的登记',
    keep: '60 天',
    why: NEEDED,
    sweep: older('waitlist', 60, ({ day }) => ({
      status: { in: ['waiting', 'offered', 'taken', 'left', 'over'] },
      weekOf: { lt: day },
    })),
  },
  {
    id: 'imports',
    per: 'county',
    what: '导入过哪些名册（不含内容）',
    keep: '3 年',
    why: '年度合规审计要查',
    sweep: older('imports', 3 * YEAR, ({ at }) => ({ status: { in: IMPORT_STATES }, at: { lt: at } })),
  },
  {
    id: 'plans',
    per: 'school',
    what: '每周亲情时间怎么排的',
    keep: '60 天',
    why: '家里问起为什么是这个时间时要查得到',
    sweep: older('weekPlans', 60, ({ schoolId, day }) => ({ schoolId, weekOf: { lt: day } })),
  },
  {
    id: 'swaps',
    per: 'school',
    what: '老师换班',
    keep: '1 年',
    why: NEEDED,
    sweep: older('dutySwaps', YEAR, ({ schoolId, day }) => ({
      schoolId,
      status: { in: ['asked', 'agreed', 'declined', 'withdrawn'] },
      day: { lt: day },
    })),
  },
  {
    id: 'letters',
    per: 'school',
    what: '收回的和没有通过检查的家书（只剩一个空信封）',
    keep: '60 天',
    why: NEEDED,
    sweep: older('letters', 60, ({ schoolId, at }) => ({
      schoolId,
      state: { in: ['taken_back', 'held'] },
      at: { lt: at },
      // Its sounds are gone, or nobody would know of them any more.
      todo: null,
    })),
  },
  { id: 'locks', per: 'school', what: '通话占用的时间', keep: '14 天', why: NEEDED, sweep: forgetLocks },
  {
    id: 'settings',
    per: 'school',
    what: '过去的停课日、停用和换班日',
    keep: '14 天；停课日到学期末',
    why: NEEDED,
    sweep: forgetSettings,
  },
  {
    id: 'concerns',
    per: 'school',
    what: '没有认出是哪个孩子的报告和转告（孩子在档案里的跟着档案）',
    keep: '3 年',
    why: '《未成年人保护法》11 条要求立即报告，要能说明当时怎么做的',
    sweep: older('concerns', 3 * YEAR, ({ schoolId, at }) => ({ schoolId, studentId: null, at: { lt: at } })),
  },
  {
    id: 'receipts',
    per: 'school',
    what: '通知回执、签名和家里说的话',
    keep: '3 年',
    why: '《民法典》188 条：诉讼时效 3 年，期间要能说清通知到了没有',
    sweep: older(
      'receipts',
      3 * YEAR,
      ({ schoolId, at }) => ({ schoolId, open: { in: [true, false] }, sentAt: { lt: at } }),
      filesOfReceipt,
    ),
  },
  {
    id: 'notices',
    per: 'school',
    what: '通知和里面的声音、图片、文件',
    keep: '3 年',
    why: '《民法典》188 条：诉讼时效 3 年，期间要能说清通知到了没有',
    sweep: older(
      'notices',
      3 * YEAR,
      ({ schoolId, at }) => ({ schoolId, status: { in: NOTICE_STATUSES }, sentAt: { lt: at } }),
      filesOfNotice,
    ),
  },
  {
    id: 'requests',
    per: 'school',
    what: '家里关于个人信息的请求和答复',
    keep: '3 年',
    why: '年度合规审计要查',
    sweep: older('privacyRequests', 3 * YEAR, ({ schoolId, day }) => ({
      schoolId,
      status: { in: ['done', 'declined', 'withdrawn'] },
      dueDay: { lt: day },
    })),
  },
  {
    id: 'audit',
    per: 'school',
    what: '谁看过档案',
    keep: '3 年',
    why: '《个人信息保护法》54 条、《未成年人网络保护条例》37 条：审计要查',
    sweep: older('audit', 3 * YEAR, ({ schoolId, at }) => ({ schoolId, at: { lt: at } })),
  },
  {
    id: 'files',
    per: 'school',
    what: '离校孩子的档案',
    keep: '离校后，按学校设置的年数（一般 3 年）',
    why: '学籍和台账备查；期满和家里要求删除一样删，只留一条「已删除」',
    sweep: forgetLeavers,
  },
];
