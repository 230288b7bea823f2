import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import type { Input, MethodName, Output, Reply } from '../../miniprogram/shared/contract';
import { stormFamily } from './families';
import { classesFor, familyUser, HEAD, type NoticeSchool, SEND_MS, TEACHER, withNoticeSchool } from './notice-school';
import { atMost, fact, type Group, median, type Row } from './rows';

const PEOPLE = 10_000;
const SOME = 2000;
const ON_BOARD = 1500;
const URGENT = 30;
/** The urgent one is sent when so many of the big one have left. */
const UNDER_WAY = 1000;
const LIMITS = { operations: 3, urgentS: 2, board: 3 } as const;
const ROUNDS = 5;

/** Notices to very many, what an urgent one to a few waits for, and what the teacher's board costs. */
export const notices: Group = {
  name: 'notices',
  title: `A notice to ${SOME} and to ${PEOPLE}, an urgent one to ${URGENT} meanwhile; WeChat takes ${SEND_MS} ms for a message`,
  run: ({ note }) =>
    withNoticeSchool(PEOPLE, note, async (school) => [
      ...(await tellMany(school, note, SOME)),
      ...(await tellMany(school, note, PEOPLE, tellAFewAtOnce)),
      ...(await followUp(school, note)),
    ]),
};

const noticeTo = (requestKey: string, of: Input<'notices.send'>['audience']['of']): Input<'notices.send'> => ({
  requestKey,
  title: '周五下午开家长会',
  body: '周五下午三点，在教室。',
  asks: 'confirm',
  urgent: false,
  audience: { of, roles: ['parent', 'guardian'] },
});

/** From the tap to the last message that WeChat took: letters written and sent, all operations counted. */
async function tellMany(
  school: NoticeSchool,
  note: (text: string) => void,
  people: number,
  meanwhile?: (school: NoticeSchool, noticeId: string) => Promise<Row[]>,
): Promise<Row[]> {
  note(`a notice to ${people}`);
  const { operations } = school.cloud;
  operations.reset();
  const started = performance.now();
  const of = { kind: 'classes', classIds: classesFor(people) } as const;
  const { noticeId } = await school.ask(HEAD, 'notices.send', noticeTo(`bench-${people}`, of));
  const answered = performance.now() - started;
  const rows = (await meanwhile?.(school, noticeId)) ?? [];
  await school.untilTold(noticeId, people);
  const all = people + (meanwhile ? URGENT : 0);
  const seconds = ((school.taken(noticeId).at(-1) ?? 0) - started) / 1000;
  return [
    fact(`notices: to ${people}, the sender's wait`, answered, 'ms'),
    fact(`notices: to ${people}, recipients a second`, people / seconds, ''),
    atMost(LIMITS.operations, `notices: to ${people}, for each of them`, operations.total('database.') / all, 'ops'),
    ...rows,
  ];
}

/** While many are being told, a teacher sends an urgent notice to a few of them. */
async function tellAFewAtOnce(school: NoticeSchool, manyId: string): Promise<Row[]> {
  await until(() => school.taken(manyId).length >= UNDER_WAY);
  const studentIds = Array.from({ length: URGENT }, (_, n) => stormFamily(n).student._id);
  const started = performance.now();
  const urgent = { ...noticeTo('bench-urgent', { kind: 'pupils', studentIds }), urgent: true };
  const { noticeId } = await school.ask(TEACHER, 'notices.send', urgent);
  await until(() => school.taken(noticeId).length >= URGENT);
  const waiting = PEOPLE - school.taken(manyId).length;
  const times = school.taken(noticeId).map((time) => (time - started) / 1000);
  return [
    atMost(LIMITS.urgentS, `notices: first of an urgent one while ${PEOPLE} are told`, times[0] ?? Number.NaN, 's'),
    fact(`notices: last of its ${URGENT}`, times.at(-1) ?? Number.NaN, 's'),
    fact('notices: others who waited still', waiting, ''),
  ];
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** The board of a notice to very many, and what is done from it and by those who got it. */
async function followUp(school: NoticeSchool, note: (text: string) => void): Promise<Row[]> {
  note(`the board of ${ON_BOARD}`);
  const of = { kind: 'classes', classIds: classesFor(ON_BOARD) } as const;
  const { noticeId } = await school.ask(HEAD, 'notices.send', noticeTo(`bench-${ON_BOARD}`, of));
  await school.untilTold(noticeId, ON_BOARD);
  const receiptOf = (n: number) => `${noticeId}:${stormFamily(n).member._id}`;
  const ask = counted(school);
  await ask(HEAD, 'notices.board', { noticeId });
  const boards = [];
  for (let round = 0; round < ROUNDS; round++) boards.push(await ask(HEAD, 'notices.board', { noticeId }));
  const ofClass = await ask(HEAD, 'notices.board', { noticeId, classId: 'c0' });
  const opened = await ask(familyUser(7), 'notices.open', { receiptId: receiptOf(7) });
  const answered = await ask(familyUser(7), 'notices.answer', { receiptId: receiptOf(7), answer: 'confirmed' });
  const told = await ask(HEAD, 'notices.told', {
    requestKey: 'bench-told',
    receiptId: receiptOf(8),
    way: 'call',
    outcome: 'told',
  });
  const nudged = await ask(HEAD, 'notices.nudge', { requestKey: 'bench-nudge', noticeId });
  return [
    atMost(LIMITS.board, `notices: board of ${ON_BOARD}`, Math.max(...boards.map(({ ops }) => ops)), 'ops'),
    fact(`notices: board of ${ON_BOARD}, p50`, median(boards.map(({ ms }) => ms)), 'ms'),
    fact(`notices: board of ${ON_BOARD}, answer`, JSON.stringify(boards[0]?.data).length / 1024, 'KB'),
    atMost(LIMITS.board, 'notices: one class of it, by name', ofClass.ops, 'ops'),
    fact('notices: open', opened.ops, 'ops'),
    fact('notices: answer', answered.ops, 'ops'),
    fact('notices: note a call', told.ops, 'ops'),
    fact(`notices: nudge ${nudged.data.people}, for each of them`, nudged.ops / nudged.data.people, 'ops'),
  ];
}

/** Asks in this process and counts what reached the database. */
function counted({ cloud: { operations }, warm }: NoticeSchool) {
  const answer = serve(apiHandlers, warm);
  return async <M extends MethodName>(
    openid: string,
    method: M,
    input: Input<M>,
  ): Promise<{ readonly data: Output<M>; readonly ops: number; readonly ms: number }> => {
    operations.reset();
    const started = performance.now();
    const reply = (await answer({ method, input }, openid)) as Reply<M>;
    if (!reply.ok) throw new Error(`${method}: ${reply.code} ${JSON.stringify(reply.details)}`);
    return { data: reply.data, ops: operations.total('database.'), ms: performance.now() - started };
  };
}
