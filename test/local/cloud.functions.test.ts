import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClock } from '../../local/clock';
import type { LocalCloud } from '../../local/cloud';
import type { CloudCallError, Identity } from '../../local/ports';
import { bundle, connect, folder, refused, startEmpty } from './cloud.support';

const WHO = `
import cloudbase from '@cloudbase/node-sdk';
const app = cloudbase.init({ env: cloudbase.SYMBOL_CURRENT_ENV });
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export async function main(event, context) {
  const before = app.auth().getUserInfo();
  await wait(event.wait ?? 0);
  if (event.call) return (await app.callFunction({ name: event.call, data: event.data })).result;
  if (event.add) return (await app.database().collection('things').add({ _id: event.add, by: before.openId })).id;
  const { TCB_SOURCE, TRIGGER_SRC, TCB_ENV } = cloudbase.getCloudbaseContext(context);
  return { event, before, after: app.auth().getUserInfo(), TCB_SOURCE, TRIGGER_SRC, TCB_ENV, name: context.function_name };
}`;

const ODD = `
let calls = 0;
export async function main(event) {
  calls += 1;
  if (event.throw) throw new TypeError('as asked');
  if (event.sleep) await new Promise((resolve) => setTimeout(resolve, event.sleep));
  if (event.spin) for (;;);
  if (event.eat) { const all = []; for (;;) all.push(new Array(100000).fill({ n: all.length })); }
  if (event.exit) process.exit(1);
  if (event.crash) { setTimeout(() => { throw new Error('later'); }, 1); await new Promise(() => undefined); }
  if (event.megabytes) return 'x'.repeat(event.megabytes * 1024 * 1024);
  if (event.time) return { now: Date.now(), made: new Date().getTime(), fixed: new Date(5).getTime(), is: new Date() instanceof Date, same: new Date().constructor === Date, zone: new Date().getTimezoneOffset(), text: Date() };
  return { calls, secret: process.env.SECRET, left: process.env.LEFT };
}`;

const TICK = `
import cloudbase from '@cloudbase/node-sdk';
const app = cloudbase.init({ env: cloudbase.SYMBOL_CURRENT_ENV });
export async function main({ TriggerName, Time }) {
  const { TRIGGER_SRC, WX_OPENID = 'nobody' } = cloudbase.getCloudbaseContext();
  await app.database().collection('things').add({ _id: Time, TriggerName, TRIGGER_SRC, WX_OPENID, at: new Date() });
}`;

describe('functions', () => {
  const files = folder();
  const clock = createClock();
  let cloud: LocalCloud;
  const phone = (openid: string): Identity => ({ openid, source: 'wx_client' });
  const call = (name: string, event: object, identity: Identity = phone('o1')) => cloud.invoke(name, event, identity);
  const fails = async (event: object, errCode: number, identity?: Identity) => {
    const error = await call('odd', event, identity).then(
      () => expect.fail('did not fail'),
      (thrown: unknown) => thrown as CloudCallError,
    );
    expect(error.errCode, error.errMsg).toBe(errCode);
    return error;
  };

  beforeAll(async () => {
    const who = bundle(files.path, 'who', WHO);
    const odd = bundle(files.path, 'odd', ODD);
    const broken = bundle(files.path, 'broken', "throw new Error('cannot start'); export const main = () => 1;");
    cloud = await startEmpty({
      clock,
      collections: { things: {} },
      functions: [
        { name: 'who', file: who, timeout: 20 },
        { name: 'other', file: who, timeout: 20 },
        {
          name: 'tick',
          file: bundle(files.path, 'tick', TICK),
          triggers: [{ name: 'daily', config: '0 0 6 * * * *' }],
        },
        { name: 'odd', file: odd, timeout: 1, memoryMb: 64, environment: { SECRET: 's3' }, maxInstances: 2 },
        // memory is eaten slowly on a busy machine
        { name: 'greedy', file: odd, timeout: 20, memoryMb: 64 },
        { name: 'broken', file: broken },
      ],
    });
  });
  afterAll(async () => {
    await cloud.close();
    files.remove();
  });

  it('tells the user where the SDK looks, and adds userInfo to the event of a phone', async () => {
    expect(await call('who', { a: 1 })).toEqual({
      event: { a: 1, userInfo: { appId: 'wx0000000000000000', openId: 'o1' } },
      before: expect.objectContaining({ openId: 'o1', appId: 'wx0000000000000000' }),
      after: expect.objectContaining({ openId: 'o1' }),
      TCB_SOURCE: 'wx_client',
      TRIGGER_SRC: 'tcb',
      TCB_ENV: 'local',
      name: 'who',
    });
  });

  it('never mixes up users in 200 calls at once', async () => {
    const calls = Array.from({ length: 200 }, (_, i) => call('who', { wait: (i * 7) % 10, i }, phone(`o${i}`)));
    const answers = (await Promise.all(calls)) as {
      event: { i: number };
      before: { openId: string };
      after: { openId: string };
    }[];
    for (const [i, { event, before, after }] of answers.entries()) {
      expect([event.i, before.openId, after.openId]).toEqual([i, `o${i}`, `o${i}`]);
    }
  });

  it('shows no user to timers, to other functions, and to calls after a user', async () => {
    await call('who', {}, phone('o7'));
    const timer = await call('who', {}, { source: 'wx_timer' });
    expect(timer).toMatchObject({ before: { openId: '' }, TRIGGER_SRC: 'timer', TCB_SOURCE: 'wx_timer' });
    const chained = await call('who', { call: 'other', data: { x: 1 } }, phone('o8'));
    expect(chained).toMatchObject({
      event: { x: 1 },
      before: { openId: '' },
      TCB_SOURCE: 'wx_client,scf',
      name: 'other',
    });
    expect(await call('who', {}, { source: 'cloud' })).toMatchObject({ before: { openId: '' }, TCB_SOURCE: ',scf' });
    expect(await call('who', {}, { source: 'wx_event', openid: 'o9' })).toMatchObject({
      before: { openId: 'o9' },
      TCB_SOURCE: 'wx_event',
    });
  });

  it('reaches the database with the unmodified SDK', async () => {
    expect(await call('who', { add: 'made' }, phone('o2'))).toBe('made');
    const { data } = await connect(cloud).database().collection('things').doc('made').get();
    expect(data).toEqual([{ _id: 'made', by: 'o2' }]);
  });

  it('says -504002 when it throws, -504003 when it takes too long, -501000 when it is not there', async () => {
    expect((await fails({ throw: true }, -504002)).errMsg).toContain('TypeError: as asked');
    expect((await fails({ sleep: 3_000 }, -504003)).errMsg).toContain('timed out after 1 seconds');
    await fails({ spin: true }, -504003);
    await expect(call('nobody', {})).rejects.toMatchObject({ errCode: -501000 });
    await expect(call('broken', {})).rejects.toMatchObject({
      errCode: -504002,
      errMsg: expect.stringContaining('cannot start'),
    });
  });

  it('survives a function that eats all memory, exits or crashes', async () => {
    await expect(call('greedy', { eat: true })).rejects.toMatchObject({
      errCode: -504002,
      errMsg: expect.stringContaining('Memory limit exceeded'),
    });
    expect(await call('greedy', {})).toMatchObject({ calls: 1 });
    await fails({ exit: true }, -504002);
    expect((await fails({ crash: true }, -504002)).errMsg).toContain('later');
    expect(await call('odd', {})).toMatchObject({ secret: 's3' });
  });

  it('keeps those waiting when all instances are busy, dead ones included', async () => {
    const ends = await Promise.allSettled([
      ...Array.from({ length: 3 }, () => call('odd', { exit: true })),
      ...Array.from({ length: 12 }, () => call('odd', { sleep: 5 })),
    ]);
    expect(ends.map(({ status }) => status)).toEqual([...Array(3).fill('rejected'), ...Array(12).fill('fulfilled')]);
  });

  it('limits replies: 1 MB to a phone, 6 MB to a function', async () => {
    await fails({ megabytes: 1.1 }, -504002);
    expect(await call('odd', { megabytes: 0.9 })).toHaveLength(Math.floor(0.9 * 1024 * 1024));
    expect(await call('odd', { megabytes: 5 }, { source: 'cloud' })).toHaveLength(5 * 1024 * 1024);
    await fails({ megabytes: 6.1 }, -504002, { source: 'cloud' });
  });

  it('moves the clock for functions, those that are already running included', async () => {
    await call('odd', { time: true });
    const at = Date.parse('2027-02-03T04:05:06Z');
    clock.moveTo(at);
    const seen = (await call('odd', { time: true })) as Record<string, unknown>;
    clock.moveTo(Date.now());
    expect(Math.abs((seen.now as number) - at)).toBeLessThan(2_000);
    expect(Math.abs((seen.made as number) - at)).toBeLessThan(2_000);
    expect(seen).toMatchObject({
      fixed: 5,
      is: true,
      same: true,
      zone: 0,
      text: expect.stringContaining('Feb 03 2027'),
    });
  });

  it('runs on its timer when the clock is moved past it', async () => {
    const due = Date.parse('2027-05-05T06:00:00+08:00');
    clock.moveTo(due - 3_600_000);
    await cloud.timers.runDue();
    clock.moveTo(due);
    expect(await cloud.timers.runDue()).toEqual([{ function: 'tick', trigger: 'daily', dueAt: due }]);
    clock.moveTo(Date.now());
    const { data } = await connect(cloud).database().collection('things').doc(new Date(due).toISOString()).get();
    expect(data).toMatchObject([{ TriggerName: 'daily', TRIGGER_SRC: 'timer', WX_OPENID: 'nobody' }]);
    expect(Math.abs(data[0].at.getTime() - due)).toBeLessThan(5_000);
  });

  it('answers the SDK with its codes', async () => {
    const app = connect(cloud);
    expect(await app.callFunction({ name: 'who', data: { a: 1 } })).toMatchObject({
      result: { event: { a: 1 }, TCB_SOURCE: ',scf' },
    });
    await refused(app.callFunction({ name: 'nobody', data: {} }), 'FUNCTION_NOT_FOUND');
    const threw = await refused(app.callFunction({ name: 'odd', data: { throw: true } }), 'FUNCTIONS_EXECUTE_FAIL');
    expect(threw.message).toContain('as asked');
    await refused(app.callFunction({ name: 'odd', data: { sleep: 3_000 } }), 'FUNCTIONS_TIME_LIMIT_EXCEEDED');
  });
});
