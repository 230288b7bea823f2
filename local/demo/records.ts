import { doneOf } from '../../cloudfunctions/_server/cadence/days';
import type { Vault } from '../../cloudfunctions/_server/data/crypto';
import type { CareRecord, Staff, Student } from '../../cloudfunctions/_server/data/documents';
import { groupedBy } from '../../cloudfunctions/_server/data/parts';
import { orderOf } from '../../cloudfunctions/_server/records/repository';
import { sealBody } from '../../cloudfunctions/_server/records/shared';
import type { RecordValues } from '../../miniprogram/shared/contract';
import { addDays, type Day, daysBetween, instantOf, weekdayOf } from '../../miniprogram/shared/domain/calendar';
import { recordKind } from '../../miniprogram/shared/domain/record-kinds';
import { valuesFault } from '../../miniprogram/shared/domain/record-kinds-check';
import type { Random } from './random';

/** One thing that a teacher writes about a child: how often of a hundred months, what, and the words for the family where it is shared. */
interface Habit {
  readonly kind: string;
  /** Of a hundred months in which it is done; `once`: of a hundred children, once a term. */
  readonly monthly?: number;
  readonly once?: number;
  readonly says: readonly { readonly values: RecordValues; readonly words?: string }[];
}

/** What a mentor writes about each of two or three children. */
const OF_MENTORS: readonly Habit[] = [
  {
    kind: 'home_visit',
    monthly: 88,
    says: [
      {
        values: { seen: ['身体', '安全'], note: '奶奶身体还好，孩子回家先写作业。提醒了用电安全。' },
        words: '孩子回家先写作业，奶奶身体也好，您放心。',
      },
      { values: { seen: ['情绪'], note: '孩子最近话少，和奶奶聊了聊，约好每周多打一次电话。' } },
      {
        values: { seen: ['学习习惯', '作业'], note: '数学跟得上，语文作文要多练。家里有书桌，灯有点暗。' },
        words: '数学跟得上，作文我们在学校多练。家里的灯有点暗，回来时换一盏亮些的吧。',
      },
      { values: { seen: ['上学路上'], note: '爷爷说孩子懂事，会帮着喂鸡。路上要过一条公路，讲了过马路的事。' } },
    ],
  },
  {
    kind: 'phone_visit',
    monthly: 82,
    says: [
      { values: { with: '妈妈', spokeAbout: ['学习', '回家的日子'], note: '妈妈说腊月二十前回来。' } },
      { values: { with: '爸爸', spokeAbout: ['和孩子怎么说话'], note: '爸爸想多问问孩子高兴的事。' } },
      {
        values: { with: '爸爸妈妈', spokeAbout: ['身体', '情绪'], note: '都放心了一些，说周末打电话。' },
      },
    ],
  },
  {
    kind: 'talk',
    monthly: 78,
    says: [
      {
        values: {
          topics: ['想爸爸妈妈'],
          mood: '话少',
          note: '说晚上睡觉前最想妈妈。',
          agreed: '周三晚上和妈妈视频。',
        },
      },
      { values: { topics: ['学习', '高兴的事'], mood: '开心', note: '这次听写全对，想告诉爸爸。' } },
      { values: { topics: ['同学'], mood: '平静', note: '和同桌闹了别扭，自己想去说对不起。' } },
    ],
  },
  {
    kind: 'letter',
    once: 70,
    says: [
      { values: { way: '孩子写好寄出' } },
      { values: { way: '父母来信交给孩子' } },
      { values: { way: '一起写的' } },
    ],
  },
  {
    kind: 'caregiver_talk',
    monthly: 45,
    says: [
      {
        values: {
          who: '奶奶',
          where: '学校',
          about: ['吃住', '手机'],
          note: '奶奶说孩子周末看手机久。',
          agreed: '一天半小时。',
        },
      },
      { values: { who: '爷爷', where: '家里', about: ['安全', '作业'], note: '水塘边不让去，作业写完再玩。' } },
    ],
  },
  {
    kind: 'tutoring',
    monthly: 40,
    says: [
      {
        values: { subjects: ['数学'], minutes: 30, result: '懂了一些', note: '两位数乘法还会忘进位。' },
        words: '乘法懂了不少，每天练五道就好。',
      },
      { values: { subjects: ['语文', '阅读'], minutes: 40, result: '会了' }, words: '今天自己读完了一篇课文。' },
    ],
  },
  {
    kind: 'praise',
    monthly: 35,
    says: [
      { values: { for: ['帮助同学'], note: '下雨天把伞分给一年级的小朋友。' }, words: '下雨天把伞分给小朋友，真好。' },
      { values: { for: ['爱劳动', '坚持'], note: '值日一周没有落下一天。' }, words: '值日一周没落下一天。' },
    ],
  },
  {
    kind: 'work',
    once: 30,
    says: [
      { values: { name: '我的一家', kind: '画', note: '画了全家人在一起包饺子。' }, words: '孩子画的，想让您看看。' },
    ],
  },
  {
    kind: 'badge',
    once: 25,
    says: [{ values: { badge: '自立章', why: '自己洗衣服、叠被子一个月' }, words: '得了自立章。' }],
  },
  { kind: 'self_care', once: 25, says: [{ values: { can: ['洗碗', '叠被子'] }, words: '会自己叠被子了。' }] },
];

/** What a head teacher writes about the children of the class who have no mentor. */
const OF_HEADS: readonly Habit[] = [
  { ...OF_MENTORS[0], kind: 'home_visit', monthly: 30, says: OF_MENTORS[0]?.says ?? [] },
  { ...OF_MENTORS[1], kind: 'phone_visit', monthly: 45, says: OF_MENTORS[1]?.says ?? [] },
  { kind: 'letter', once: 30, says: OF_MENTORS[3]?.says ?? [] },
];

interface World {
  readonly random: Random;
  readonly vault: Vault;
  readonly staff: readonly Staff[];
  readonly students: readonly Student[];
  readonly from: Day;
  readonly today: Day;
}

/** A term of care records, and what they count for each child, as writing them one by one would have left it. */
export function termRecords(world: World): { records: CareRecord[]; done: ReadonlyMap<string, Student['done']> } {
  const heads = new Map(world.staff.flatMap((person) => person.classIds.map((id) => [id, person] as const)));
  const mentors = new Map(world.staff.flatMap((person) => person.menteeIds.map((id) => [id, person] as const)));
  const records = world.students.flatMap((child) => {
    const mentor = mentors.get(child._id);
    const author = mentor ?? (child.leftBehind ? heads.get(child.classId) : undefined);
    if (!author) return [];
    return (mentor ? OF_MENTORS : OF_HEADS).flatMap((habit) => entriesOf(world, habit, child, author));
  });
  const entries = records.flatMap(({ studentIds, kind, day }) => studentIds.map((id) => ({ id, kind, day })));
  const byChild = [...groupedBy(entries, ({ id }) => id)];
  return { records, done: new Map(byChild.map(([id, own]) => [id, doneOf(own)])) };
}

function entriesOf(world: World, habit: Habit, child: Student, author: Staff): CareRecord[] {
  const { random, from, today } = world;
  const last = addDays(today, -1);
  if (habit.once !== undefined)
    return random.chance(habit.once / 100)
      ? [entryOf(world, habit, { child, author, day: dayIn(random, from, last), n: 0 })]
      : [];
  return monthsOf(from, last).flatMap(([begin, end], n) =>
    random.chance((habit.monthly ?? 0) / 100)
      ? [entryOf(world, habit, { child, author, day: dayIn(random, begin, end), n })]
      : [],
  );
}

function entryOf(
  { random, vault }: World,
  { kind, says }: Habit,
  { child, author, day, n }: { child: Student; author: Staff; day: Day; n: number },
): CareRecord {
  const { values, words = '' } = random.pick(says);
  const row = recordKind(kind);
  if (!row || valuesFault(row, values)) throw new Error(`the demo writes what ${kind} does not take`);
  const at = instantOf(day, 17 * 60 + random.int(0, 90));
  const _id = `demo.${kind}.${child._id}.${n}`;
  return {
    _id,
    schoolId: child.schoolId,
    studentIds: [child._id],
    classIds: [child.classId],
    kind,
    book: row.book,
    day,
    order: orderOf({ _id, day, at }),
    body: sealBody(vault, { values, place: '', shareText: words }),
    photos: [],
    voices: [],
    share: words !== '',
    goal: null,
    authorId: author._id,
    authorName: author.name,
    at,
    version: 1,
    lastKey: null,
    before: [],
    struck: null,
  };
}

/** A day on which a teacher is at work. */
function dayIn(random: Random, from: Day, to: Day): Day {
  const day = addDays(from, random.int(0, Math.max(0, daysBetween(from, to))));
  const beyond = weekdayOf(day) - 5;
  return beyond > 0 && addDays(day, -beyond) >= from ? addDays(day, -beyond) : day;
}

/** The months between two days, each with its first and last day within them. */
function monthsOf(from: Day, to: Day): [Day, Day][] {
  const months: [Day, Day][] = [];
  for (let begin = from; begin <= to; ) {
    const next = `${addDays(`${begin.slice(0, 7)}-28`, 4).slice(0, 7)}-01`;
    const end = addDays(next, -1);
    months.push([begin, end < to ? end : to]);
    begin = next;
  }
  return months;
}
