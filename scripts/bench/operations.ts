import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import { CAST_KEYS, type CastKey, openidOf } from '../../local/demo/cast';
import { operatorOf } from '../../local/demo/operator';
import type { World } from '../../local/world';
import type { BoardCall, Input, MethodName, Output, Reply } from '../../miniprogram/shared/contract';
import { atMost, fact, type Group, type Row } from './rows';

/** Who asks what families want changed, and what waits for the office, costs a count each. */
const HOME_LIMIT = 7;
/** The headteacher's, opened by one person a few times a day, also counts concerns and reported letters. */
const OFFICE_HOME_LIMIT = 9;
const CLAIM_LIMIT = 10;

/** Each operation is a round trip and a paid call in the real environment. */
export const operations: Group = {
  name: 'operations',
  title: 'Database operations of an action in api, by an instance that knows the school',
  async run({ note, demo }) {
    note('the demo school settles');
    const counter = new Counter(await demo.awake());
    return [...(await homes(counter)), ...(await familyActions(counter)), ...(await staffActions(counter))];
  },
};

/** Does what phones do, in this process on the real SDK, and counts what reached the database. */
class Counter {
  private readonly warm: Deps;
  readonly rows: Row[] = [];

  constructor(private readonly world: World) {
    this.warm = this.instance();
  }

  /** A new instance of the function: it knows nothing yet. What it wakes is not its own work. */
  private instance(): Deps {
    return { ...operatorOf(this.world), wake: async () => undefined };
  }

  async ask<M extends MethodName>(
    who: CastKey,
    method: M,
    input: Input<M>,
    deps = this.warm,
  ): Promise<{ readonly data: Output<M>; readonly ops: number }> {
    const { operations: counts } = this.world.cloud;
    counts.reset();
    const reply = (await serve(apiHandlers, deps)({ method, input }, openidOf(who))) as Reply<M>;
    if (!reply.ok) throw new Error(`${method} by ${who}: ${reply.code} ${JSON.stringify(reply.details)}`);
    return { data: reply.data, ops: counts.total('database.') };
  }

  askCold<M extends MethodName>(who: CastKey, method: M, input: Input<M>) {
    return this.ask(who, method, input, this.instance());
  }
}

async function homes(counter: Counter): Promise<Row[]> {
  const rows: Row[] = [];
  let coldest = 0;
  for (const who of CAST_KEYS) {
    coldest = Math.max(coldest, (await counter.askCold(who, 'home.open', {})).ops);
    await counter.ask(who, 'home.open', {});
    const { data, ops } = await counter.ask(who, 'home.open', {});
    const limit = data.home.kind === 'school' ? OFFICE_HOME_LIMIT : HOME_LIMIT;
    rows.push(atMost(limit, `operations: home of ${who} (${data.home.kind})`, ops, 'ops'));
  }
  return [...rows, fact('operations: home, at most in a new instance', coldest, 'ops')];
}

const row = (name: string, ops: number): Row => fact(`operations: ${name}`, ops, 'ops');

async function familyActions(counter: Counter): Promise<Row[]> {
  const { home } = (await counter.ask('father', 'home.open', {})).data;
  const studentId = home.kind === 'family' ? home.children[0]?.id : undefined;
  if (studentId === undefined) throw new Error('the father has no child');
  const slots = await counter.ask('father', 'booking.slots', { studentId });
  const [slotId, otherId] = slots.data.best.map((offer) => offer.slotId);
  if (slotId === undefined || otherId === undefined) throw new Error('nothing is free for the father');
  const claim = { requestKey: 'bench-0001', slotId, studentIds: [studentId] };
  const claimed = await counter.ask('father', 'booking.claim', claim);
  const again = await counter.ask('father', 'booking.claim', claim);
  const { bookingId } = claimed.data;
  const read = await counter.ask('father', 'booking.read', { bookingId });
  const moved = await counter.ask('father', 'booking.move', { bookingId, slotId: otherId });
  const cancelled = await counter.ask('father', 'booking.cancel', { bookingId });
  const waited = await counter.ask('father', 'booking.wait', {
    studentIds: [studentId],
    weekOf: slots.data.days[0]?.day ?? '',
  });
  const unwaited = await counter.ask('father', 'booking.unwait', { entryId: waited.data.entryId });
  return [
    row('free times', slots.ops),
    atMost(CLAIM_LIMIT, 'operations: claim', claimed.ops, 'ops'),
    row('claim, sent again', again.ops),
    row('read a call', read.ops),
    row('move', moved.ops),
    row('cancel', cancelled.ops),
    row('wait for a time', waited.ops),
    row('stop waiting', unwaited.ops),
  ];
}

async function staffActions(counter: Counter): Promise<Row[]> {
  const ledger = await counter.ask('teacher', 'ledger.class', {});
  const { classId, weekOf, rows } = ledger.data;
  if (classId === null) throw new Error('the class teacher has no class');
  const notYet = rows.filter(({ thisWeek }) => !thisWeek).map(({ id }) => id);
  const roll = await counter.ask('teacher', 'ledger.roll', { classId, weekOf, notYet });
  const notice = await counter.ask('teacher', 'notices.send', {
    requestKey: 'bench-0002',
    title: '周五开家长会',
    body: '周五下午三点，在教室。',
    asks: 'confirm',
    urgent: false,
    audience: { of: { kind: 'classes', classIds: [classId] }, roles: ['parent', 'guardian'] },
  });
  const board = await counter.ask('teacher', 'notices.board', { noticeId: notice.data.noticeId });
  const inbox = await counter.ask('granny', 'notices.inbox', {});
  const receiptId = inbox.data.items[0]?.receiptId;
  if (receiptId === undefined) throw new Error('the notice did not reach the grandmother');
  const opened = await counter.ask('granny', 'notices.open', { receiptId });
  const answered = await counter.ask('granny', 'notices.answer', { receiptId, answer: 'confirmed' });
  return [
    row('ledger of a class', ledger.ops),
    row('roll of a class', roll.ops),
    row('send a notice', notice.ops),
    row('send a notice, per person', notice.ops / notice.data.people),
    row('who has heard it', board.ops),
    row('inbox', inbox.ops),
    row('read a notice', opened.ops),
    row('answer a notice', answered.ops),
    ...(await deskActions(counter)),
  ];
}

async function deskActions(counter: Counter): Promise<Row[]> {
  const board = await counter.ask('duty', 'calls.board', {});
  const call = board.data.calls.find(({ status }) => status === 'booked');
  if (!call) throw new Error('nobody booked a call for today');
  const { bookingId, version } = call;
  const checkedIn = await counter.ask('duty', 'calls.checkIn', { bookingId, version });
  const started = await counter.ask('duty', 'calls.start', {
    bookingId,
    version: checkedIn.data.version,
    channel: call.channel,
  });
  const finished = await counter.ask('duty', 'calls.finish', {
    bookingId,
    version: started.data.call.version,
    outcome: 'done',
  });
  return [
    row('board of the day', board.ops),
    row('check in', checkedIn.ops),
    row('start a call', started.ops),
    row('finish a call', finished.ops),
    ...(await deskBookings(counter)),
  ];
}

/** For a family that rings up, and for a child that comes by itself. */
async function deskBookings(counter: Counter): Promise<Row[]> {
  const { classes } = (await counter.ask('duty', 'desk.people', {})).data;
  const people = await counter.ask('duty', 'desk.people', { classId: classes[0]?.id ?? '' });
  for (const { id, adults } of people.data.children) {
    const adult = adults[0];
    if (!adult) continue;
    const who = { studentIds: [id], adultId: adult.id };
    const slots = await counter.ask('duty', 'desk.slots', who);
    const slotId = slots.data.best[0]?.slotId;
    const today = (await counter.ask('duty', 'calls.board', {})).data.free.at(-1);
    if (slotId === undefined || slots.data.quota.usedWeeks.length > 0 || !today) continue;
    const booked = await counter.ask('duty', 'desk.book', { requestKey: 'bench-0003', slotId, ...who });
    await counter.ask('head', 'calls.finish', { ...seen(booked.data), outcome: 'failed_school' });
    const came = { requestKey: 'bench-0004', slotId: today.slotId, ...who };
    const walkedIn = await counter.ask('duty', 'desk.walkIn', came);
    const extended = await counter.ask('duty', 'desk.extend', { ...seen(walkedIn.data), minutes: 5 });
    const to = (await counter.ask('duty', 'calls.board', {})).data.free[0]?.slotId ?? '';
    const moved = await counter.ask('duty', 'desk.move', { ...seen(extended.data), slotId: to });
    const cut = { requestKey: 'bench-0005', why: 'power_cut', from: 0, to: 1440, pointIds: null } as const;
    const disrupted = await counter.ask('duty', 'desk.disrupt', cut);
    return [
      row('people of a class, at the desk', people.ops),
      row('free times for a family, at the desk', slots.ops),
      row('book for a family', booked.ops),
      row('walk in', walkedIn.ops),
      row('run over', extended.ops),
      row('move, at the desk', moved.ops),
      row(`power cut, ${disrupted.data.moved + disrupted.data.cancelled} calls touched`, disrupted.ops),
    ];
  }
  throw new Error('no child of the first class has a call left');
}

const seen = ({ bookingId, version }: BoardCall) => ({ bookingId, version });
