/** What the cast's class and school told families this term, and how far each of it got: one notice of every kind and state. */
import type { Receipt } from '../../cloudfunctions/_server/data/documents';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import type { Audience } from '../../miniprogram/shared/contract';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { speak } from '../browser/gateway/speech';
import type { World } from '../world';
import { openidOf } from './cast';
import { CAST } from './cast-pupils';
import { NoticeDesk } from './notice-desk';
import { as } from './operator';

const hour = (h: number, minute = 0) => h * 60 + minute;

/** To whom the cast writes: the families of 三(2)班, and of the cast's own children in five classes, who sing in the choir. */
interface Audiences {
  readonly all: Audience;
  readonly choir: Audience;
}
type Story = (desk: NoticeDesk, to: Audiences) => Promise<void>;

/** In the order of time; the clock of the world goes with them, to this morning. */
const STORIES: readonly Story[] = [signed, recalled, suspended, meeting, corrected, meetingGoesOn, voice, thisMorning];

/** The school pays for SMS; the teacher and the headteacher of the cast write, families answer, the ladder climbs. */
export async function settleNotices(world: World, deps: Deps, schoolId: string, seed: number): Promise<void> {
  const desk = await NoticeDesk.begin(world, deps, schoolId, seed + 3);
  await as(world, openidOf('head'), 'school.configure', { sms: { on: true, capFen: 5000, feeFen: 5 } });
  const { classes } = await as(world, openidOf('teacher'), 'ledger.class', {});
  const singers = await deps.store.list('students', {
    where: {
      schoolId,
      status: 'active',
      studentNo: { in: [...new Set(Object.values(CAST).flatMap(({ studentNos }) => studentNos))] },
    },
    limit: 20,
  });
  const roles: Audience['roles'] = ['parent', 'guardian'];
  const to: Audiences = {
    all: { of: { kind: 'classes', classIds: classes.map(({ id }) => id) }, roles },
    choir: { of: { kind: 'pupils', studentIds: singers.map(({ _id }) => _id) }, roles },
  };
  for (const story of STORIES) await story(desk, to);
}

/** Signed by nearly all, the rest heard it on the telephone. */
async function signed(desk: NoticeDesk, { all }: Audiences): Promise<void> {
  await desk.at('2026-11-10', hour(16, 30));
  await desk.send('teacher', 'signed', {
    title: '宿舍用电用火安全告知书',
    body: '天冷了，宿舍里不能用电热毯、热得快，也不要带打火机。请和孩子说一遍，说过了在下面签个名。',
    asks: 'sign',
    deadline: '2026-11-16',
    urgent: false,
    audience: { ...all, boarding: 'boarding' },
  });
  await desk.at('2026-11-10', hour(19));
  await desk.reply('signed', 6, 'signed');
  await desk.at('2026-11-12', hour(18));
  await desk.reply('signed', 2, 'signed');
  await desk.at('2026-11-16', hour(16));
  await desk.tell('teacher', oneOfEach(await desk.open('signed')), 'told');
}

/** Sent to the wrong children, and taken back in the open. */
async function recalled(desk: NoticeDesk, { choir }: Audiences): Promise<void> {
  await desk.at('2026-11-17', hour(10));
  await desk.send('head', 'recalled', {
    title: '周六上午去镇上看展览',
    body: '周六上午八点在校门口集合，坐车去镇文化站看展览，中午回来。',
    asks: 'confirm',
    urgent: false,
    audience: choir,
  });
  await desk.at('2026-11-17', hour(10, 25));
  const noticeId = desk.idOf('recalled');
  await as(desk.world, openidOf('head'), 'notices.recall', { noticeId, reason: '这是六年级的活动，发错了人' });
}

/** A class stays at home from one day to the next: up the whole ladder in one evening. */
async function suspended(desk: NoticeDesk, { all }: Audiences): Promise<void> {
  await desk.at('2026-11-19', hour(17, 30));
  await desk.send('head', 'suspended', {
    title: '三(2)班明天停课一天',
    body: '班里几个孩子发烧，明天（周五）三(2)班停课一天，在家休息，多喝水。孩子发烧请告诉班主任。下周一照常上课。',
    asks: 'confirm',
    urgent: true,
    audience: all,
  });
  await desk.reply('suspended', 18, 'confirmed');
  await desk.at('2026-11-19', hour(18, 5));
  await desk.reply('suspended', 6, 'confirmed');
  await desk.at('2026-11-19', hour(18, 45));
  const left = oneOfEach(await desk.open('suspended'));
  await desk.tell('teacher', left.slice(0, 3), 'no_answer');
  await desk.tell('teacher', left.slice(3), 'told');
  await desk.at('2026-11-19', hour(19, 40));
  await desk.tell('teacher', left.slice(0, 3), 'told_other', { note: '邻居帮着叫来的' });
}

const COMES = '参加';
const CHOICES = [COMES, '请假', '家里别人来'];

/** Asked on Sunday, when the boarders come back. Most answer within a day. */
async function meeting(desk: NoticeDesk, { all }: Audiences): Promise<void> {
  await desk.at('2026-11-22', hour(16));
  await desk.send('teacher', 'meeting', {
    title: '周五下午开家长会',
    body: '这周五下午两点，在三(2)班教室开家长会，说说孩子这学期的学习和过冬的安全。在外面的爸爸妈妈来不了，请家里人来，或者告诉我一声，我再打电话给您。',
    asks: 'answer',
    choices: CHOICES,
    deadline: '2026-11-26',
    urgent: false,
    audience: all,
  });
  await desk.at('2026-11-22', hour(19, 30));
  await desk.reply('meeting', 17, { choice: COMES });
  await desk.reply('meeting', 2, { choice: '请假' });
}

async function meetingGoesOn(desk: NoticeDesk): Promise<void> {
  await desk.at('2026-11-23', hour(12, 20));
  await desk.reply('meeting', 12, { choice: COMES });
  await desk.reply('meeting', 3, { choice: '家里别人来' });
}

/** A wrong hour, put right twenty minutes later. The grandfather with the plain telephone gets an SMS of both. */
async function corrected(desk: NoticeDesk, { choir }: Audiences): Promise<void> {
  const write = (key: string, title: string, time: string, corrects?: string) =>
    desk.send('head', key, {
      title,
      body: `周六${time}，合唱队在音乐教室排练元旦的节目，两个小时。学校管饭，请让孩子穿暖和。`,
      asks: 'read',
      urgent: false,
      audience: choir,
      ...(corrects !== undefined && { corrects }),
    });
  await desk.at('2026-11-23', hour(8, 40));
  await write('rehearsal', '合唱队周六下午排练', '下午两点');
  await desk.at('2026-11-23', hour(9, 5));
  await write('rehearsal-right', '合唱队周六上午排练', '上午九点', desk.idOf('rehearsal'));
}

/** The teacher's own voice for those who cannot read: by a quarter past five some had heard it, 小雨's grandmother had not. */
async function voice(desk: NoticeDesk, { all }: Audiences): Promise<void> {
  const body = '爷爷奶奶，明天要降温，孩子早上出门请加一件厚衣服，被子也换厚一点。路上有霜，走慢些。';
  const sound = await speak(body);
  await desk.at('2026-11-23', hour(16, 50));
  const fileId = await desk.upload('teacher', 'voice-cold.wav', sound);
  // the byte rate stands in the header
  const seconds = Math.round(sound.length / sound.readUInt32LE(28));
  await desk.send('teacher', 'voice', {
    title: '明天降温，给孩子加衣服',
    body,
    voice: { fileId, seconds },
    asks: 'hear',
    urgent: false,
    audience: { ...all, roles: ['guardian'] },
  });
  await desk.at('2026-11-23', hour(17, 15));
  await desk.reply('voice', 10, 'heard');
}

/** Calls about the meeting, and two more notices: one for the headteacher to look at, one for this evening. */
async function thisMorning(desk: NoticeDesk, { all }: Audiences): Promise<void> {
  await desk.at('2026-11-24', hour(9, 40));
  const left = (await desk.open('meeting')).filter(({ rung, childNames }) => rung === 'call' && !isMet(childNames));
  const families = oneOfEach(left).map(({ studentIds }) => studentIds.join());
  const adultsOf = (from: number, to: number) =>
    left.filter(({ studentIds }) => families.slice(from, to).includes(studentIds.join()));
  await desk.tell('teacher', oneOfEach(adultsOf(0, 3)), 'told', { choice: COMES });
  await desk.tell('teacher', adultsOf(3, 5), 'wrong_number', { note: '打过去是别人接的' });
  const silent = adultsOf(5, 7);
  await desk.tell('teacher', silent, 'no_answer');
  await desk.at('2026-11-24', hour(10, 30));
  await desk.tell('teacher', silent.slice(0, 1), 'switched_off');
  await desk.send('teacher', 'uniform', {
    title: '订冬季校服',
    body: '冬季校服开始登记，一套一百二十元，自愿。要订的加我微信，把孩子的身高体重发给我。',
    asks: 'read',
    urgent: false,
    audience: all,
  });
  await desk.send('teacher', 'tomorrow', {
    title: '明天带一双备用的鞋袜',
    body: '这两天路上有霜水，请给孩子的书包里放一双干的鞋袜，湿了可以换。',
    asks: 'read',
    sendAt: instantOf('2026-11-24', hour(18)),
    urgent: false,
    audience: all,
  });
}

/** One adult of each family: whoever is told, the family knows. */
const oneOfEach = (receipts: readonly Receipt[]): Receipt[] => [
  ...new Map(receipts.map((receipt) => [receipt.studentIds.join(), receipt])).values(),
];

/** The child of the cast in this class; its family is there to be tried. */
const isMet = (names: readonly string[]): boolean => names.includes('林小雨');
