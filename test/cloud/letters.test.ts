import { describe, expect, it } from 'vitest';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { CLOSED_MS } from '../../miniprogram/shared/domain/letters';
import { NOON } from '../support/backend';
import { BOOTH, FATHER, letterBackend, SECRET, YU } from '../support/letters';
import { code } from '../support/shared-backend';

const MOTHER = 'o-m-mother';
const HEAD = 'o-t-head';
const { b, write, reply, box, openAtBooth, letter } = await letterBackend();
const { store } = b.deps;

describe('a letter to the child', () => {
  it('waits at the tablet, is read there, and counts once as a contact of who wrote it', async () => {
    const { letterId } = await write({ text: '好好吃饭，听奶奶的话' });
    expect((await b.call(BOOTH, 'letters.booth', {})).children).toEqual([
      { studentId: YU, name: '林小雨', waiting: 1, hasSecret: true, mayChoose: false },
    ]);
    expect(await box()).toMatchObject({
      letters: [{ letterId, from: '爸爸', to: '小雨', state: 'waiting', mine: false }],
    });
    expect(await store.count('contactEntries', { schoolId: 'sch1', studentId: YU })).toBe(0);
    for (let i = 0; i < 2; i++)
      expect(await openAtBooth(letterId)).toMatchObject({
        text: '好好吃饭，听奶奶的话',
        from: '爸爸',
        mine: false,
        voice: null,
      });
    expect(await store.list('contactEntries', { where: { schoolId: 'sch1', studentId: YU }, limit: 9 })).toMatchObject([
      { _id: `letter:${letterId}`, day: '2026-11-24', with: 'child', way: 'letter', adultId: 'm-father' },
    ]);
    expect((await store.get('students', YU))?.done).toEqual({ '2026-11': ['24 letter'] });
    expect((await b.call(FATHER, 'letters.box', { studentId: YU })).letters).toMatchObject([
      { state: 'opened', mine: true },
    ]);
  });

  it('counts once however many open it at once', async () => {
    const { letterId } = await write();
    const all = await Promise.all(Array.from({ length: 4 }, () => code(openAtBooth(letterId))));
    expect(all.filter((one) => one !== 'done' && one !== 'system.busy')).toEqual([]);
    expect((await store.get('students', YU))?.done).toEqual({ '2026-11': ['24 letter'] });
  });

  it('is written once for a request, and at most five times a day', async () => {
    const [one, two] = await Promise.all([write({ requestKey: 'same-key' }), write({ requestKey: 'same-key' })]);
    expect(one).toEqual(two);
    for (let i = 0; i < 4; i++) await write();
    expect(await code(write())).toBe('letters.too-many');
    expect(await code(write({ requestKey: 'same-key' }))).toBe('done');
    expect(await code(write({}, MOTHER))).toBe('done');
    b.clock.at = NOON + 86_400_000;
    expect(await code(write())).toBe('done');
  });

  it('is refused where WeChat finds it risky, and passes where a person should look', async () => {
    b.verdicts.set('坏话', 'risky').set('怪话', 'review');
    expect(await code(write({ text: '坏话' }))).toBe('content.risky');
    expect(await code(write({ text: '怪话' }))).toBe('done');
    expect(await code(write({ text: '' }))).toBe('input.invalid');
  });

  it('is not sent to WeChat where the deployment does without the check', async () => {
    b.verdicts.set('坏话', 'risky');
    Object.assign(b.deps, { letterCheck: false });
    const answer = await code(write({ text: '坏话' }));
    Object.assign(b.deps, { letterCheck: true });
    expect(answer).toBe('done');
  });

  it('is taken back while it waits; then nothing of it is left', async () => {
    const { letterId } = await write();
    await b.call(FATHER, 'letters.takeBack', { letterId });
    await b.call(FATHER, 'letters.takeBack', { letterId });
    expect(await letter(letterId)).toMatchObject({ state: 'taken_back', text: null, voice: null });
    expect((await box()).letters).toEqual([]);
    expect(await code(openAtBooth(letterId))).toBe('common.not-found');
    const { letterId: read } = await write();
    await openAtBooth(read);
    expect(await code(b.call(FATHER, 'letters.takeBack', { letterId: read }))).toBe('letters.opened');
  });

  it('is either read or taken back, never both', async () => {
    for (let i = 0; i < 4; i++) {
      const { letterId } = await write();
      const [open, back] = await Promise.all([
        code(openAtBooth(letterId)),
        code(b.call(FATHER, 'letters.takeBack', { letterId })),
      ]);
      expect([
        ['done', 'letters.opened'],
        ['common.not-found', 'done'],
      ]).toContainEqual([open, back]);
    }
  });

  it('is nobody else’s: not the mother’s, not another child’s, not a caregiver’s', async () => {
    const { letterId } = await write();
    expect((await b.call(MOTHER, 'letters.box', { studentId: YU })).letters).toEqual([]);
    for (const input of [{ letterId }, { letterId: 'l-nothing' }])
      expect(await code(b.call(MOTHER, 'letters.open', input))).toBe('common.not-found');
    expect(
      await code(b.call('o-m-father2', 'letters.write', { requestKey: 'letter-x', studentId: YU, text: '一' })),
    ).toBe('common.not-found');
    expect(await code(b.call('o-m-granny', 'letters.box', { studentId: YU }))).toBe('auth.forbidden');
  });

  it('is closed to both where the right to contact ended', async () => {
    const { letterId } = await write();
    const father = await store.get('familyMembers', 'm-father');
    const children = (father?.children ?? []).map((child) => ({ ...child, mayContact: false }));
    await store.updateWhere('familyMembers', { _id: 'm-father' }, { set: { children } });
    expect(await code(b.call(FATHER, 'letters.open', { letterId }))).toBe('common.not-found');
    expect(await code(write())).toBe('common.not-found');
    expect((await box()).letters).toEqual([]);
    expect(await code(openAtBooth(letterId))).toBe('common.not-found');
    expect(await code(reply())).toBe('common.not-found');
    expect((await b.call(BOOTH, 'letters.booth', {})).children).toMatchObject([{ waiting: 0 }]);
  });
});

describe('a child’s letter', () => {
  it('is told to its parent without a word of it, read by that parent, and is no contact of the parent’s', async () => {
    const { letterId } = await reply({ text: '我得了小红花' });
    const told = await store.list('outbox', { where: { to: FATHER, status: 'queued' }, limit: 9 });
    expect(told).toMatchObject([{ kind: 'contact', page: `features/letters/pages/box/index?studentId=${YU}` }]);
    expect(JSON.stringify(told)).not.toMatch(/小雨|小红花/);
    expect((await b.call(FATHER, 'letters.box', { studentId: YU })).letters).toMatchObject([
      { letterId, from: '小雨', to: '爸爸', state: 'waiting' },
    ]);
    expect(await b.call(FATHER, 'letters.open', { letterId })).toMatchObject({ text: '我得了小红花', from: '小雨' });
    expect((await box()).letters).toMatchObject([{ state: 'opened', mine: true }]);
    expect(await openAtBooth(letterId)).toMatchObject({ mine: true, text: '我得了小红花' });
    expect(await store.count('contactEntries', { schoolId: 'sch1', studentId: YU })).toBe(0);
    expect((await store.get('students', YU))?.done).toEqual({ '2026-11': ['24 letter'] });
  });

  it('goes to parents who are bound and may be in contact, and to nobody else', async () => {
    expect((await box()).to).toEqual([
      { adultId: 'm-father', name: '爸爸' },
      { adultId: 'm-mother', name: '妈妈' },
    ]);
    for (const adultId of ['m-granny', 'm-father2', 'm-nobody'])
      expect([adultId, await code(reply({ adultId }))]).toEqual([adultId, 'common.not-found']);
  });

  it('is printed at the tablet, and what is printed is gone ten minutes later', async () => {
    const { letterId } = await write({ text: '好好吃饭' });
    const { url } = await b.call(BOOTH, 'letters.boothPrint', { studentId: YU, secret: SECRET, letterId });
    expect((await (await fetch(url)).arrayBuffer()).byteLength).toBeGreaterThan(1000);
    expect(await letter(letterId)).toMatchObject({ state: 'opened' });
    expect(await store.list('temporaryFiles', { where: { dueAt: { lte: NOON + 600_000 } }, limit: 9 })).toHaveLength(1);
  });
});

describe('the tablet', () => {
  it('serves children with a call there today, and those whom the desk sent, for half an hour', async () => {
    const hai = { studentId: 's-hai', secret: SECRET };
    expect(await code(b.call(BOOTH, 'letters.chooseSecret', hai))).toBe('common.not-found');
    expect(await code(b.call(HEAD, 'letters.sendTo', { studentId: 's-hai', pointId: 'sch1.p1' }))).toBe(
      'common.not-found',
    );
    await b.call(HEAD, 'letters.sendTo', { studentId: 's-hai', pointId: 'sch1.p2' });
    expect(await code(b.call(BOOTH, 'letters.chooseSecret', hai))).toBe('done');
    expect((await b.call(BOOTH, 'letters.booth', {})).children.map(({ studentId }) => studentId)).toEqual([
      's-hai',
      YU,
    ]);
    const { rows } = await b.call(HEAD, 'letters.waiting', {});
    expect(rows.map(({ child, sentTo, hasSecret }) => [child.id, sentTo, hasSecret]).sort()).toEqual([
      ['s-hai', '2 号平板', true],
      [YU, null, true],
    ]);
    b.clock.at += 31 * 60_000;
    expect(await code(b.call(BOOTH, 'letters.boothBox', hai))).toBe('common.not-found');
    b.clock.at = NOON + 86_400_000;
    expect(await code(box())).toBe('common.not-found');
  });

  it('lets a child choose its pictures only while the desk saw that it is there', async () => {
    const choose = () => code(b.call(BOOTH, 'letters.chooseSecret', { studentId: YU, secret: SECRET }));
    const mayChoose = async () => (await b.call(BOOTH, 'letters.booth', {})).children[0]?.mayChoose;
    const at = (minute: number, status: string) => {
      b.clock.at = instantOf('2026-11-24', minute);
      return store.updateWhere('bookings', { _id: 'b1' }, { set: { status } });
    };
    const cases = [
      [1110, 'booked', false],
      [1100, 'checked_in', true],
      [1115, 'in_call', true],
      [1126, 'done', true],
      [1156, 'done', false],
    ] as const;
    for (const [minute, status, may] of cases) {
      await store.removeWhere('letterSecrets', { _id: YU });
      await at(minute, status);
      expect([minute, status, await mayChoose(), await choose()]).toEqual([
        minute,
        status,
        may,
        may ? 'done' : 'letters.secret-first',
      ]);
    }
    expect(await choose()).toBe('letters.secret-first');
    await b.call(HEAD, 'letters.sendTo', { studentId: YU, pointId: 'sch1.p2' });
    expect([await mayChoose(), await choose(), await choose()]).toEqual([true, 'done', 'letters.secret-set']);
  });

  it('gives five wrong tries a day, however many come at once, and then not even the right one', async () => {
    const wrong = Array.from({ length: 12 }, (_, i) => [i, i, i]);
    const guesses = await Promise.all([...wrong.slice(0, 8), SECRET, ...wrong.slice(8)].map((one) => code(box(one))));
    expect(guesses.filter((one) => one === 'letters.secret-wrong').length).toBeLessThanOrEqual(5);
    for (let i = 0; i < 6; i++) await code(box([0, 0, 0]));
    expect(await store.get('letterSecrets', YU)).toMatchObject({ tries: { day: '2026-11-24', wrong: 5 } });
    expect(await code(box())).toBe('letters.secret-locked');
    await store.updateWhere('letterSecrets', { _id: YU }, { set: { tries: { day: '2026-11-23', wrong: 5 } } });
    expect(await code(box())).toBe('done');
    const refused = await b.reply(BOOTH, 'letters.boothBox', { studentId: YU, secret: [0, 0, 0] });
    expect(refused).toMatchObject({ code: 'letters.secret-wrong', details: { left: 4 } });
  });

  it('after the pictures were forgotten, keeps what was written before closed for a day, and its writers know', async () => {
    const { letterId } = await write();
    expect(await code(b.call(BOOTH, 'letters.chooseSecret', { studentId: YU, secret: [0, 1, 2] }))).toBe(
      'letters.secret-set',
    );
    await b.call(HEAD, 'letters.forgetSecret', { studentId: YU });
    await b.call(HEAD, 'letters.forgetSecret', { studentId: YU });
    const told = await store.list('outbox', { where: { status: 'queued', dueAt: { gt: 0 } }, limit: 9 });
    expect(told.map(({ to }) => to).sort()).toEqual([FATHER, MOTHER]);
    expect(await code(box())).toBe('letters.secret-wrong');
    await b.call(HEAD, 'letters.sendTo', { studentId: YU, pointId: 'sch1.p2' });
    await b.call(BOOTH, 'letters.chooseSecret', { studentId: YU, secret: SECRET });
    expect(await b.reply(BOOTH, 'letters.boothOpen', { studentId: YU, secret: SECRET, letterId })).toMatchObject({
      code: 'letters.closed',
      details: { until: NOON + CLOSED_MS },
    });
    expect(await b.call(FATHER, 'letters.box', { studentId: YU })).toMatchObject({ secretAnewAt: NOON });
    b.clock.at += 60_000;
    const { letterId: later } = await write({ text: '新的' });
    expect(await openAtBooth(later)).toMatchObject({ text: '新的' });
    b.clock.at = NOON + CLOSED_MS;
    await b.call(HEAD, 'letters.sendTo', { studentId: YU, pointId: 'sch1.p2' });
    expect(await code(openAtBooth(letterId))).toBe('done');
  });
});

it('older letters come page by page, each once, those of one moment together', async () => {
  const { letterId } = await write();
  const one = await letter(letterId);
  const at = (i: number) => NOON - Math.ceil(i / 3) * 60_000;
  const older = Array.from({ length: 120 }, (_, i) => ({ ...one, _id: `l-older-${i}`, at: at(i + 1) }));
  await store.insert('letters', older);
  const boxes = {
    parent: (before?: number) => b.call(FATHER, 'letters.box', { studentId: YU, ...(before ? { before } : {}) }),
    child: (before?: number) =>
      b.call(BOOTH, 'letters.boothBox', { studentId: YU, secret: SECRET, ...(before ? { before } : {}) }),
  };
  for (const page of Object.values(boxes)) {
    const seen: string[] = [];
    let [got, pages] = [await page(), 1];
    seen.push(...got.letters.map((row) => row.letterId));
    for (; got.next !== null && pages < 9; pages++) {
      got = await page(got.next);
      seen.push(...got.letters.map((row) => row.letterId));
    }
    expect([pages, seen.length, new Set(seen).size, seen[0]]).toEqual([3, 121, 121, letterId]);
  }
});

it('costs few operations', async () => {
  const cost = async (work: () => Promise<unknown>) => {
    b.cloud.operations.reset();
    await work();
    return b.cloud.operations.total('database.');
  };
  const { letterId } = await write();
  expect(await cost(() => b.call(FATHER, 'letters.box', { studentId: YU }))).toBeLessThanOrEqual(5);
  expect(await cost(() => b.call(BOOTH, 'letters.booth', {}))).toBeLessThanOrEqual(8);
  expect(await cost(() => b.call(HEAD, 'letters.waiting', {}))).toBeLessThanOrEqual(8);
  expect(await cost(() => openAtBooth(letterId))).toBeLessThanOrEqual(24);
});
