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
const BOTH = ['parent', 'guardian'] as const;

type Story = (desk: NoticeDesk, audience: Audience) => Promise<void>;

/** In the order of time; the clock of the world goes with them, to this morning. */
const STORIES: readonly Story[] = [signed, recalled, corrected, suspended, rehearsal, meeting, voice, thisMorning];

export async function settleNotices(world: World, deps: Deps, schoolId: string, seed: number): Promise<void> {
  const desk = await NoticeDesk.open(world, deps, schoolId, seed + 3);
  await as(world, openidOf('head'), 'school.configure', { sms: { on: true, capFen: 5000, feeFen: 5 } });
  const { classes } = await as(world, openidOf('teacher'), 'ledger.class', {});
  const audience: Audience = { of: { kind: 'classes', classIds: classes.map(({ id }) => id) }, roles: [...BOTH] };
  for (const story of STORIES) await story(desk, audience);
}

/** Signed by nearly all, the rest heard it on the telephone. */
async function signed(desk: NoticeDesk, audience: Audience): Promise<void> {
  await desk.at('2026-11-10', hour(16, 30));
  const id = await desk.send('teacher', 'signed', {
    title: '冬季取暖用电安全告知书',
    body: '天冷了，家里烧煤取暖要开一点窗，睡前把火封好；电热毯睡下就关。请和孩子说一遍，说过了在下面签个名。',
    asks: 'sign',
    deadline: '2026-11-16',
    urgent: false,
    audience,
  });
  await desk.at('2026-11-10', hour(19));
  await desk.reply(id, 24, 'signed');
  await desk.at('2026-11-12', hour(18));
  await desk.reply(id, 12, 'signed');
  await desk.at('2026-11-16', hour(16));
  await desk.tell('teacher', await openOf(desk, id), 'told');
}

/** Sent to the wrong children, and taken back in the open. */
async function recalled(desk: NoticeDesk, audience: Audience): Promise<void> {
  await desk.at('2026-11-17', hour(10));
  const id = await desk.send('head', 'recalled', {
    title: '周六上午去镇上看展览',
    body: '周六上午八点在校门口集合，坐车去镇文化站看展览，中午回来。',
    asks: 'confirm',
    urgent: false,
    audience: await choir(desk, audience),
  });
  await desk.at('2026-11-17', hour(10, 25));
  await as(desk.world, openidOf('head'), 'notices.recall', { noticeId: id, reason: '这是六年级的活动，发错了人' });
}

/** A wrong hour for those who board, put right twenty minutes later. */
async function corrected(desk: NoticeDesk, all: Audience): Promise<void> {
  const audience: Audience = { ...all, boarding: 'boarding' };
  const text = (time: string) => `这周五老师下午开会，住校的孩子提前离校，${time}请到校门口接孩子。`;
  await desk.at('2026-11-18', hour(11));
  const wrong = await desk.send('teacher', 'wrong-hour', {
    title: '住校生周五提前离校',
    body: text('下午三点'),
    asks: 'confirm',
    urgent: false,
    audience,
  });
  await desk.reply(wrong, 3, 'confirmed');
  await desk.at('2026-11-18', hour(11, 20));
  const right = await desk.send('teacher', 'right-hour', {
    title: '更正：住校生周五三点半离校',
    body: text('下午三点半'),
    asks: 'confirm',
    urgent: false,
    audience,
    corrects: wrong,
  });
  await desk.at('2026-11-18', hour(19));
  await desk.reply(right, 14, 'confirmed');
  await desk.at('2026-11-19', hour(12, 30));
  await desk.tell('teacher', await openOf(desk, right), 'told');
}

/** A class stays at home from one day to the next: up the whole ladder in one evening. */
async function suspended(desk: NoticeDesk, audience: Audience): Promise<void> {
  await desk.at('2026-11-19', hour(17, 30));
  const id = await desk.send('head', 'suspended', {
    title: '三(2)班明天停课一天',
    body: '班里几个孩子发烧，明天（周五）三(2)班停课一天，在家休息，多喝水。孩子发烧请告诉班主任。下周一照常上课。',
    asks: 'confirm',
    urgent: true,
    audience,
  });
  await desk.reply(id, 20, 'confirmed');
  await desk.at('2026-11-19', hour(18, 5));
  await desk.reply(id, 8, 'confirmed');
  await desk.at('2026-11-19', hour(18, 45));
  const left = await openOf(desk, id);
  await desk.tell('teacher', left.slice(0, 3), 'no_answer');
  await desk.tell('teacher', left.slice(3), 'told');
  await desk.at('2026-11-19', hour(19, 40));
  await desk.tell('teacher', left.slice(0, 3), 'told_other', { note: '邻居帮着叫来的' });
}

/** By name, over several classes: the cast's children sing in the choir. */
async function choir(desk: NoticeDesk, { roles }: Audience): Promise<Audience> {
  const singers = Object.values(CAST).flatMap(({ studentNos }) => studentNos);
  const found = await desk.deps.store.list('students', {
    where: { schoolId: desk.schoolId, status: 'active', studentNo: { in: [...new Set(singers)] } },
    limit: 20,
  });
  return { of: { kind: 'pupils', studentIds: found.map(({ _id }) => _id) }, roles };
}

/** The grandfather with the plain telephone gets an SMS of it. */
async function rehearsal(desk: NoticeDesk, audience: Audience): Promise<void> {
  await desk.at('2026-11-23', hour(8, 40));
  await desk.send('head', 'rehearsal', {
    title: '合唱队周六上午排练',
    body: '周六上午九点到十一点，合唱队在音乐教室排练元旦的节目。中午学校管饭，请让孩子吃了早饭再来。',
    asks: 'read',
    urgent: false,
    audience: await choir(desk, audience),
  });
}

const CHOICES = ['参加', '请假', '家里别人来'] as const;

/** Asked yesterday, answered by most; this morning she rang those who did not look. */
async function meeting(desk: NoticeDesk, audience: Audience): Promise<void> {
  await desk.at('2026-11-23', hour(9, 10));
  const id = await desk.send('teacher', 'meeting', {
    title: '周五下午开家长会',
    body: '这周五下午两点，在三(2)班教室开家长会，说说孩子这学期的学习和过冬的安全。在外面的爸爸妈妈来不了，请家里人来，或者告诉我一声，我再打电话给您。',
    asks: 'answer',
    choices: [...CHOICES],
    deadline: '2026-11-26',
    urgent: false,
    audience,
  });
  await desk.at('2026-11-23', hour(12, 20));
  await desk.reply(id, 18, { choice: '参加' });
  await desk.reply(id, 2, { choice: '请假' });
  await desk.at('2026-11-23', hour(19, 30));
  await desk.reply(id, 11, { choice: '参加' });
  await desk.reply(id, 3, { choice: '家里别人来' });
}

/** The teacher's own voice for those who cannot read: by a quarter past five half of them had heard it, 小雨's grandmother had not. */
async function voice(desk: NoticeDesk, { of }: Audience): Promise<void> {
  const body = '爷爷奶奶，明天要降温，孩子早上出门请加一件厚衣服，被子也换厚一点。路上有霜，走慢些。';
  const sound = await speak(body);
  await desk.at('2026-11-23', hour(16, 50));
  const fileId = await desk.upload('teacher', 'voice-cold.wav', sound);
  const seconds = Math.round(sound.length / sound.readUInt32LE(28));
  const id = await desk.send('teacher', 'voice', {
    title: '明天降温，给孩子加衣服',
    body,
    voice: { fileId, seconds },
    asks: 'hear',
    urgent: false,
    audience: { of, roles: ['guardian'] },
  });
  await desk.at('2026-11-23', hour(17, 15));
  await desk.reply(id, 12, 'heard');
}

/** Calls about the meeting, and three more notices: one for the headteacher to look at, one for tomorrow. */
async function thisMorning(desk: NoticeDesk, audience: Audience): Promise<void> {
  await desk.at('2026-11-24', hour(9, 40));
  const [meetingId] = await noticeIds(desk, '周五下午开家长会');
  const left = (await openOf(desk, meetingId ?? '')).filter(({ rung }) => rung === 'call');
  await desk.tell('teacher', left.slice(0, 3), 'told', { choice: CHOICES[0] });
  await desk.tell('teacher', left.slice(3, 5), 'wrong_number', { note: '打过去是别人接的' });
  await desk.tell('teacher', left.slice(5, 7), 'no_answer');
  await desk.at('2026-11-24', hour(10, 30));
  await desk.tell('teacher', left.slice(5, 6), 'switched_off');
  await desk.send('teacher', 'uniform', {
    title: '订冬季校服',
    body: '冬季校服开始登记，一套一百二十元，自愿。要订的加我微信，把孩子的身高体重发给我。',
    asks: 'read',
    urgent: false,
    audience,
  });
  await desk.send('teacher', 'tomorrow', {
    title: '明天带一双备用的鞋袜',
    body: '这两天路上有霜水，请给孩子的书包里放一双干的鞋袜，湿了可以换。',
    asks: 'read',
    sendAt: instantOf('2026-11-24', hour(18)),
    urgent: false,
    audience,
  });
}

const openOf = async (desk: NoticeDesk, id: string): Promise<Receipt[]> =>
  (await desk.receipts(id)).filter(({ open }) => open);

async function noticeIds(desk: NoticeDesk, title: string): Promise<string[]> {
  const { notices } = await as(desk.world, openidOf('teacher'), 'notices.sent', {});
  return notices.filter((notice) => notice.title === title).map(({ noticeId }) => noticeId);
}
