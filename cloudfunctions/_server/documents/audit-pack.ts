/**
 * The material for the yearly audit of minors' data (未成年人网络保护条例 37): what a school processes and why, and the year's figures. It names no child;
 * of adults the officer alone.
 */
import type { CallerRole } from '../../../miniprogram/shared/access/permissions';
import { dayOf, daysBetween, instantOf } from '../../../miniprogram/shared/domain/calendar';
import { PURPOSES } from '../../../miniprogram/shared/domain/consents';
import { bornAfter } from '../../../miniprogram/shared/domain/left-behind';
import { EXPORT_REASONS, PURPOSE_WORDS, REVEAL_REASONS, REVOKE_REASONS } from '../../../miniprogram/shared/text/files';
import { ROLE_NAMES } from '../../../miniprogram/shared/text/zh';
import { eachOf } from '../contacts/repository';
import type { PrivacyRequest, School, Student } from '../data/documents';
import { groupedBy } from '../data/parts';
import type { Ctx } from '../kernel/deps';
import { ALWAYS_KEPT, CHILD_ROWS } from '../privacy/child-rows';
import { consentCounts, officerOf, retentionState } from '../privacy/overview';
import { leftToReseal } from '../privacy/reseal';
import { SEALED } from '../privacy/sealed';
import { longDate, type Report, type Section } from './report-docx';

const REQUESTS = 1000;

export async function auditReport(ctx: Ctx, school: School, year: number): Promise<Report> {
  const { store, reach } = ctx;
  const [officer, students, counts, months, requests, retention, keys] = await Promise.all([
    officerOf(store, reach.schoolId),
    eachOf(store, 'students', reach.schoolId, ['status', 'birthDay']),
    consentCounts(store, reach.schoolId),
    looksOf(ctx, year),
    requestsOf(ctx, year),
    retentionState(store, reach.schoolId),
    keysOf(ctx),
  ]);
  const here = students.filter(({ status }) => status === 'active');
  return {
    title: `${year} 年度未成年人个人信息保护合规审计材料`,
    intro: [
      `${school.name}（${school.county}），${longDate(ctx.today)}由系统按当时的数据写成，供《未成年人网络保护条例》第三十七条的年度审计用。里面没有孩子的名字。`,
      `个人信息保护负责人：${officer?.name ?? '还没有指定'}。`,
    ],
    sections: [
      { title: '一、处理了什么，为什么', table: processed() },
      { title: '二、涉及多少孩子', table: { head: ['年龄', '人数'], rows: bandsOf(here, ctx.today) } },
      {
        title: '三、监护人的同意',
        lines: ['按用途分别问，可以随时收回；有一位法定监护人不同意，就按不同意办。'],
        table: {
          head: ['用途', '同意', '不同意或收回', '还没问'],
          rows: PURPOSES.map((purpose) => {
            const { given, refused, unasked } = counts[purpose];
            return [PURPOSE_WORDS[purpose].name, String(given), String(refused), String(unasked)];
          }),
        },
      },
      byMonth(months),
      byReason(months),
      {
        title: '六、导出、打印和停用',
        facts: DEEDS.map(([label, methods]) => [label, `${sum(months, ({ method }) => methods.includes(method))} 次`]),
      },
      answersTo(requests),
      {
        title: '八、到期删除',
        lines: ['系统每天自己删，不用人动手。'],
        table: {
          head: ['什么', '留多久', '最近一次', '一共删了'],
          rows: retention.map(({ what, keep, lastRun, removed }) => [
            what,
            keep,
            lastRun === null ? '还没有' : longDate(dayOf(lastRun)),
            String(removed),
          ]),
        },
      },
      keys,
    ],
  };
}

/** What the system holds of a child, why, and for how long. */
const processed = (): NonNullable<Section['table']> => ({
  head: ['什么', '依据', '什么时候删'],
  rows: [
    ...CHILD_ROWS.map(({ what, why, goes }) => [
      what,
      why,
      goes === 'asked' ? '家里要求就删' : '离校期满，或者离校后家里要求',
    ]),
    ...ALWAYS_KEPT.map(({ what, why }) => [what, why, '满 3 年']),
  ],
});

/** Children by age: under 14 the law asks for a guardian's consent (PIPL 31), 18 is of age. */
function bandsOf(students: readonly Pick<Student, 'birthDay'>[], today: string): string[][] {
  const under =
    (age: number) =>
    ({ birthDay }: Pick<Student, 'birthDay'>) =>
      birthDay !== null && birthDay > bornAfter(today, age);
  const bands: readonly (readonly [string, (one: Pick<Student, 'birthDay'>) => boolean])[] = [
    ['不满 8 岁', under(8)],
    ['8 岁到不满 14 岁', (one) => under(14)(one) && !under(8)(one)],
    ['14 岁到不满 18 岁', (one) => under(18)(one) && !under(14)(one)],
    ['满 18 岁', (one) => one.birthDay !== null && !under(18)(one)],
    ['没有登记出生日期', ({ birthDay }) => birthDay === null],
    ['合计', () => true],
  ];
  return bands.map(([name, is]) => [name, String(students.filter(is).length)]);
}

/** How often a role opened files in one month, by what it did and why. */
interface Looks {
  readonly month: number;
  readonly role: string;
  readonly method: string;
  readonly reason: string | null;
  readonly times: number;
}

/** The year's access log as figures: a count for each month. */
async function looksOf({ store, reach: { schoolId } }: Ctx, year: number): Promise<Looks[]> {
  const begin = (month: number) =>
    instantOf(month > 12 ? `${year + 1}-01-01` : `${year}-${String(month).padStart(2, '0')}-01`, 0);
  const months = Array.from({ length: 12 }, (_, i) => i + 1);
  const found = await Promise.all(
    months.map((month) =>
      store.aggregate<'audit', { _id: Pick<Looks, 'role' | 'method' | 'reason'>; times: number }>('audit', [
        ['match', { schoolId, at: { $gte: begin(month), $lt: begin(month + 1) } }],
        ['group', { _id: { role: '$byRole', method: '$method', reason: '$reason' }, times: { $sum: 1 } }],
      ]),
    ),
  );
  return found.flatMap((groups, i) => groups.map(({ _id, times }) => ({ month: i + 1, ..._id, times })));
}

const sum = (looks: readonly Looks[], is: (one: Looks) => boolean): number =>
  looks.filter(is).reduce((all, { times }) => all + times, 0);

function byMonth(looks: readonly Looks[]): Section {
  const roles = [...new Set(looks.map(({ role }) => role))].sort();
  const rows = Array.from({ length: 12 }, (_, i) => [
    `${i + 1} 月`,
    ...roles.map((role) => String(sum(looks, (one) => one.month === i + 1 && one.role === role))),
  ]);
  const total = ['全年', ...roles.map((role) => String(sum(looks, (one) => one.role === role)))];
  const head = ['', ...roles.map((role) => ROLE_NAMES[role as CallerRole] ?? role)];
  return {
    title: '四、打开孩子资料的次数',
    table: { head, rows: roles.length > 0 ? [...rows, total] : [] },
    none: '这一年没有人打开过。',
  };
}

const REASONS: Readonly<Record<string, string>> = { ...REVEAL_REASONS, ...EXPORT_REASONS, ...REVOKE_REASONS };
/** What the methods that open a number, a file or an access note as their reason. */
const NOTED: Readonly<Record<string, string>> = {
  notice: '为了通知',
  contact: '为了每周联系',
  visit: '为了走访',
  file: '为了核对档案',
  call: '值日通话',
  invite: '绑定微信用',
  rebind: '换了微信',
  done: '按家里的请求办了',
  declined: '没有按家里的请求办',
};

/** Free words of a reason are not repeated: they could name somebody. */
function byReason(looks: readonly Looks[]): Section {
  const word = ({ reason }: Looks) =>
    reason === null ? '工作需要（不另写原因）' : (NOTED[reason] ?? REASONS[reason] ?? '另写了原因');
  const rows = [...groupedBy(looks, word)].map(([reason, group]) => [reason, String(sum(group, () => true))]);
  return { title: '五、为什么打开', table: { head: ['原因', '次数'], rows }, none: '这一年没有人打开过。' };
}

const DEEDS: readonly (readonly [label: string, methods: readonly string[]])[] = [
  ['导出档案', ['contacts.export']],
  ['打印联系卡', ['contacts.printCards']],
  ['给家里整理全部资料', ['privacy.export']],
  ['看整个号码', ['contacts.phone']],
  ['打开遮住的一项', ['contacts.reveal']],
  ['停用微信绑定', ['accounts.revoke']],
  ['转学带走档案', ['transfer.accept']],
];

async function requestsOf({ store, reach: { schoolId } }: Ctx, year: number): Promise<PrivacyRequest[]> {
  return store.list('privacyRequests', {
    where: { schoolId, at: { gte: instantOf(`${year}-01-01`, 0), lt: instantOf(`${year + 1}-01-01`, 0) } },
    orderBy: [['at', 'desc']],
    limit: REQUESTS,
  });
}

const KINDS: Readonly<Record<PrivacyRequest['kind'], string>> = {
  erase: '要求删除',
  copy: '要一份资料',
  correct: '要求更正',
};

function answersTo(requests: readonly PrivacyRequest[]): Section {
  const rows = [...groupedBy(requests, ({ kind }) => kind)].map(([kind, all]) => {
    const days = all.flatMap(({ at, answeredAt }) =>
      answeredAt === null ? [] : [daysBetween(dayOf(at), dayOf(answeredAt))],
    );
    const late = all.filter(({ answeredAt, dueDay }) => answeredAt !== null && dayOf(answeredAt) > dueDay).length;
    const count = (status: PrivacyRequest['status']) => String(all.filter((one) => one.status === status).length);
    return [
      KINDS[kind],
      count('done'),
      count('declined'),
      count('open'),
      days.length ? `${Math.max(...days)} 天` : '',
      String(late),
    ];
  });
  return {
    title: '七、家里的请求',
    table: { head: ['请求', '办了', '没有办', '还没答复', '最长用了', '超过 30 天'], rows },
    none: '这一年没有人提过。',
  };
}

/** What is encrypted, and how a change of keys stands. */
async function keysOf(ctx: Ctx): Promise<Section> {
  const fields = Object.values(SEALED).reduce((n, paths) => n + Object.keys(paths).length, 0);
  const [left, changes] = await Promise.all([
    leftToReseal(ctx),
    ctx.store.list('resealing', { where: { _id: { in: Object.keys(SEALED) } }, limit: 100 }),
  ]);
  const last = changes.reduce((latest, { startedAt }) => Math.max(latest, startedAt), 0);
  return {
    title: '九、加密和换密钥',
    lines: [
      `电话、住址、单位、身份证号、身体状况、资助和档案的每次改动等 ${fields} 项，用 AES-256-GCM 加密后才存进数据库，密钥不在数据库里。`,
      ctx.vault.keys.length === 1
        ? `现在用一把密钥（${ctx.vault.keys[0]}）。`
        : `正在换密钥：新的是 ${ctx.vault.keys[0]}，还有 ${left} 条没有换完。`,
      last === 0 ? '从建校起没有换过密钥。' : `最近一次换密钥从${longDate(dayOf(last))}开始。`,
    ],
  };
}
