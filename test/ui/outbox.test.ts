import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Letter } from '../../miniprogram/services/outbox';
import { type FakePhone, fakePhone, noNetwork, ok, refuse } from './support/fake-wx';

type Outbox = typeof import('../../miniprogram/services/outbox');
let phone: FakePhone;
let outbox: Outbox;

/** The app is killed, if it ran, and starts: all modules anew, what the phone stored is still there. */
async function start(): Promise<void> {
  phone.kill();
  vi.clearAllTimers();
  vi.resetModules();
  vi.stubGlobal('wx', phone.wx);
  const { watchNetwork } = await import('../../miniprogram/services/network');
  const { startSession } = await import('../../miniprogram/services/session');
  outbox = await import('../../miniprogram/services/outbox');
  watchNetwork();
  startSession();
  outbox.startOutbox();
}

/** Everything that can happen without a person happens, for as long as twenty seconds. */
const settle = () => vi.advanceTimersByTimeAsync(20_000);
const states = () => outbox.posts.get().map(({ state }) => state);
const writes = () => phone.asked.filter(({ method }) => method === 'records.write');

const visit = (clientId: string, photos: string[] = []): Letter<'records.write'> => ({
  clientId,
  method: 'records.write',
  title: '去小雨家走访',
  files: photos,
  input: {
    requestKey: clientId,
    studentIds: ['s1'],
    kind: 'home_visit',
    day: '2026-11-22',
    values: { note: '奶奶身体好' },
    photos,
    photosConsented: true,
    share: false,
    shareText: '',
  },
});

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  phone = fakePhone();
  phone.files.add('tmp/a.jpg').add('tmp/b.jpg');
  await start();
});
afterEach(() => vi.useRealTimers());

describe('the outbox', () => {
  test('sends at once where there is a network, under the id of the letter', async () => {
    await outbox.post(visit('letter-01'));
    await settle();
    expect(states()).toEqual(['sent']);
    expect(writes().map(({ requestId }) => requestId)).toEqual(['letter-01']);
  });

  test('waits without a network, survives the app being killed, and is sent once when the network is back', async () => {
    phone.setNetwork(false);
    await outbox.post(visit('letter-01', ['tmp/a.jpg']));
    await settle();
    expect(states()).toEqual(['queued']);
    phone.files.delete('tmp/a.jpg'); // WeChat cleans up its temporary files
    await start();
    await settle();
    expect(writes()).toHaveLength(0);

    phone.setNetwork(true);
    phone.setNetwork(true);
    void outbox.flushOutbox();
    await settle();
    expect(states()).toEqual(['sent']);
    expect(writes()).toHaveLength(1);
    expect(writes()[0]?.input).toMatchObject({ photos: [expect.stringMatching(/^cloud:\/\/env\/u\/\w+\.jpg$/)] });
  });

  test('uploads each photo once, however often the sending breaks off', async () => {
    phone.serve = () => {
      throw noNetwork;
    };
    await outbox.post(visit('letter-01', ['tmp/a.jpg', 'tmp/b.jpg']));
    await settle();
    expect(states()).toEqual(['queued']);
    phone.serve = () => ok({ recordId: 'r1' });
    await start();
    await settle();
    expect(states()).toEqual(['sent']);
    expect(phone.uploads).toHaveLength(2);
    expect(new Set(writes().map(({ requestId }) => requestId))).toEqual(new Set(['letter-01']));
  });

  test('of what has arrived nothing stays on the phone but that it did', async () => {
    await outbox.post(visit('letter-01', ['tmp/a.jpg']));
    await settle();
    expect(JSON.stringify(phone.storage.get('outbox'))).not.toMatch(/奶奶|cloud:/);
    expect(outbox.posts.get()[0]).toMatchObject({ state: 'sent', title: '去小雨家走访' });
  });

  test('deletes its photos once they have arrived', async () => {
    await outbox.post(visit('letter-01', ['tmp/a.jpg']));
    await settle();
    expect([...phone.files].filter((path) => path.includes('/kept/'))).toEqual([]);
  });

  test('tries again by itself where the network only seems to be there', async () => {
    phone.serve = () => {
      throw noNetwork;
    };
    await outbox.post(visit('letter-01'));
    await settle();
    phone.serve = () => ok({ recordId: 'r1' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(states()).toEqual(['sent']);
  });

  test('a fault of the server is no refusal: the letter waits, holds no other back, and is taken under its id', async () => {
    phone.serve = ({ requestId }) => (requestId === 'letter-01' ? refuse('system.internal') : ok({ recordId: 'r2' }));
    await outbox.post(visit('letter-01'));
    await outbox.post(visit('letter-02'));
    await settle();
    expect(states()).toEqual(['queued', 'sent']);
    phone.serve = () => ok({ recordId: 'r1' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(states()).toEqual(['sent', 'sent']);
  });

  test('a fault of the server that stays with a letter is told, so that its writer can mend it or send it again', async () => {
    phone.serve = () => refuse('system.internal');
    await outbox.post(visit('letter-01'));
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(states()).toEqual(['queued']);
    await vi.advanceTimersByTimeAsync(60 * 60_000);
    expect(outbox.posts.get()).toMatchObject([{ state: 'refused', refusal: { code: 'system.internal' } }]);
    expect(new Set(writes().map(({ requestId }) => requestId))).toEqual(new Set(['letter-01']));
    phone.serve = () => ok({ recordId: 'r1' });
    await outbox.retryPost('letter-01');
    expect(states()).toEqual(['sent']);
  });

  test('killed in the middle of sending, it asks again under the same id', async () => {
    phone.serve = () => new Promise(() => {});
    await outbox.post(visit('letter-01'));
    await vi.advanceTimersByTimeAsync(100);
    expect(states()).toEqual(['sending']);
    phone.serve = () => ok({ recordId: 'r1' });
    await start();
    await settle();
    expect(states()).toEqual(['sent']);
    expect(new Set(writes().map(({ requestId }) => requestId))).toEqual(new Set(['letter-01']));
  });

  test('a refusal keeps the letter and its reason, and does not hold up the next one', async () => {
    phone.serve = ({ requestId }) => (requestId === 'letter-01' ? refuse('content.risky') : ok({ recordId: 'r2' }));
    await outbox.post(visit('letter-01', ['tmp/a.jpg']));
    await outbox.post(visit('letter-02'));
    await settle();
    expect(states()).toEqual(['refused', 'sent']);
    expect(outbox.posts.get()[0]?.refusal?.code).toBe('content.risky');
    expect([...phone.files].some((path) => path.includes('/kept/'))).toBe(true);

    phone.serve = () => ok({ recordId: 'r1' });
    await outbox.retryPost('letter-01');
    await settle();
    expect(states()).toEqual(['sent', 'sent']);
    expect(outbox.posts.get()[0]).not.toHaveProperty('refusal');
  });

  test('a refused letter can be thrown away with its photos', async () => {
    phone.serve = () => refuse('content.risky');
    await outbox.post(visit('letter-01', ['tmp/a.jpg']));
    await settle();
    outbox.discardPost('letter-01');
    expect(outbox.posts.get()).toEqual([]);
    expect([...phone.files].some((path) => path.includes('/kept/'))).toBe(false);
  });

  test('the same letter put in twice is one letter', async () => {
    phone.setNetwork(false);
    await Promise.all([outbox.post(visit('letter-01', ['tmp/a.jpg'])), outbox.post(visit('letter-01', ['tmp/a.jpg']))]);
    expect(states()).toEqual(['queued']);
  });

  test('is sent as the membership in which it was written', async () => {
    const { session, switchTo } = await import('../../miniprogram/services/session');
    const teacher = {
      id: 'm-teacher',
      role: 'teacher',
      schoolId: 's',
      schoolName: '青山镇中心小学',
      name: '李老师',
    } as const;
    session.set({ memberships: [teacher], current: teacher.id, subscriptions: [] });
    phone.setNetwork(false);
    await outbox.post(visit('letter-01'));
    switchTo('m-parent');
    phone.setNetwork(true);
    await settle();
    expect(writes()[0]?.as).toBe('m-teacher');
  });

  test('says so when the phone has no room left, and does not pretend to have it', async () => {
    phone.storageFull = true;
    await expect(outbox.post(visit('letter-01'))).rejects.toMatchObject({ code: 'phone.full' });
    expect(outbox.posts.get()).toEqual([]);
  });

  test('gives back a refused letter only to somebody who kept it', async () => {
    phone.serve = () => refuse('content.risky');
    await outbox.post(visit('letter-01', ['tmp/a.jpg']));
    await settle();
    expect(() => outbox.takeBackPost('letter-01', () => false)).toThrow(
      expect.objectContaining({ code: 'phone.full' }),
    );
    await start();
    expect(states()).toEqual(['refused']);

    let kept: unknown;
    outbox.takeBackPost('letter-01', ({ input }) => {
      kept = input;
      return true;
    });
    expect(kept).toMatchObject({ values: { note: '奶奶身体好' } });
    expect([states(), [...phone.files].some((path) => path.includes('/kept/'))]).toEqual([[], true]);
  });

  test('forgets what was sent long ago before it says that there is no room', async () => {
    await outbox.post(visit('letter-01'));
    phone.serve = ({ requestId }) => (requestId === 'letter-02' ? refuse('content.risky') : ok({}));
    await outbox.post(visit('letter-02'));
    await settle();
    expect(states()).toEqual(['sent', 'refused']);
    // Room comes with the first letter that is forgotten.
    outbox.takeBackPost('letter-02', () => !outbox.posts.get().some(({ state }) => state === 'sent'));
    expect(states()).toEqual([]);
  });

  test('leaves no copies of files for which there is no letter', async () => {
    phone.storageFull = true;
    await expect(outbox.post(visit('letter-01', ['tmp/a.jpg']))).rejects.toMatchObject({ code: 'phone.full' });
    phone.storageFull = false;
    phone.files.delete('tmp/b.jpg');
    await expect(outbox.post(visit('letter-02', ['tmp/a.jpg', 'tmp/b.jpg']))).rejects.toBeDefined();
    expect([...phone.files].filter((path) => path.includes('/kept/'))).toEqual([]);
  });

  test('a file that is gone is said, and holds nobody up', async () => {
    phone.setNetwork(false);
    await outbox.post(visit('letter-01', ['tmp/a.jpg']));
    await outbox.post(visit('letter-02'));
    for (const path of [...phone.files]) if (path.includes('/kept/')) phone.files.delete(path);
    phone.setNetwork(true);
    await settle();
    expect(states()).toEqual(['refused', 'sent']);
    expect(outbox.posts.get()[0]?.refusal?.code).toBe('phone.file-gone');
  });
});

describe('a letter that fails each time', () => {
  /** Each of `bad` meets the same failure for ever; the rest arrives. */
  const serveBut = (bad: readonly string[], fail: () => ReturnType<FakePhone['serve']>) => {
    phone.serve = (asked) => (bad.includes(asked.requestId) ? fail() : ok({ recordId: 'r' }));
  };
  const silence = () => {
    throw { errCode: -504_003, errMsg: 'cloud.callFunction:fail time out' };
  };
  const noReply = () => {
    throw noNetwork;
  };

  test.each([
    ['the school is busy', () => refuse('system.busy')],
    ['its function does not run', silence],
    ['no answer comes', noReply],
  ])('holds nobody up: %s', async (_, fail) => {
    const bad = ['letter-01', 'letter-02', 'letter-03'];
    serveBut(bad, fail);
    phone.setNetwork(false);
    for (const id of [...bad, 'letter-04', 'letter-05']) await outbox.post(visit(id));
    phone.setNetwork(true);
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    expect(states()).toEqual(['queued', 'queued', 'queued', 'sent', 'sent']);
    // One that comes later passes them too.
    await outbox.post(visit('letter-06'));
    await settle();
    expect(states().at(-1)).toBe('sent');
    // And when it is well again nothing was lost, and nothing arrived twice.
    serveBut([], fail);
    await vi.advanceTimersByTimeAsync(15 * 60_000);
    expect(states()).toEqual(Array(6).fill('sent'));
    expect(new Set(writes().map(({ requestId }) => requestId)).size).toBe(6);
  });

  test('asks ever more rarely', async () => {
    serveBut(['letter-01'], noReply);
    await outbox.post(visit('letter-01'));
    await vi.advanceTimersByTimeAsync(60 * 60_000);
    expect(states()).toEqual(['queued']);
    expect(writes().length).toBeGreaterThan(15);
    expect(writes().length).toBeLessThan(45);
  });

  test('holds what is about the same, and nothing else', async () => {
    serveBut(['letter-01'], () => refuse('system.busy'));
    await outbox.post({ ...visit('letter-01'), about: 'one' });
    await outbox.post({ ...visit('letter-02'), about: 'one' });
    await outbox.post({ ...visit('letter-03'), about: 'another' });
    await vi.advanceTimersByTimeAsync(2 * 60_000);
    expect(states()).toEqual(['queued', 'queued', 'sent']);
    serveBut([], () => refuse('system.busy'));
    await start();
    await settle();
    const order = writes().map(({ requestId }) => requestId);
    expect(states()).toEqual(['sent', 'sent', 'sent']);
    expect(order.indexOf('letter-02')).toBeGreaterThan(order.lastIndexOf('letter-01'));
  });

  test('that is urgent goes first three times, then takes turns like the others', async () => {
    serveBut(['urgent-01', 'urgent-02'], silence);
    phone.setNetwork(false);
    await outbox.post(visit('letter-01'));
    for (const id of ['urgent-01', 'urgent-02']) await outbox.post({ ...visit(id), urgent: true });
    phone.setNetwork(true);
    await settle();
    expect(writes()[0]?.requestId).toBe('urgent-01');
    await vi.advanceTimersByTimeAsync(20 * 60_000);
    expect(states()).toEqual(['sent', 'queued', 'queued']);
  });

  test('is tried at once when its writer asks for it', async () => {
    serveBut(['letter-01'], () => refuse('system.busy'));
    await outbox.post(visit('letter-01'));
    await settle();
    serveBut([], () => refuse('system.busy'));
    await outbox.retryPost('letter-01');
    expect(states()).toEqual(['sent']);
  });
});
