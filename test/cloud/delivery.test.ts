import cloudbase from '@cloudbase/node-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collections } from '../../cloudfunctions/_server/data/collections';
import { createVault } from '../../cloudfunctions/_server/data/crypto';
import { createStore, type Store } from '../../cloudfunctions/_server/data/store';
import { TEMPLATES } from '../../cloudfunctions/_server/wechat/templates';
import { createClock } from '../../local/clock';
import { type LocalCloud, startCloud } from '../../local/cloud';
import type { Identity } from '../../local/ports';
import { createWechat, type LocalWechat } from '../../local/wechat';
import type { Input, MethodName, Output, Reply } from '../../miniprogram/shared/contract';
import { buildFunctions } from '../../scripts/build';
import { deployedFunctions } from '../../scripts/functions';
import { NOON } from '../support/backend';
import { aConsent, seedLittleSchool } from '../support/builders';
import { toClasses } from '../support/notices';

/**
 * The functions as they are deployed, with WeChat's local side: from a teacher's tap to what reaches the phones, and back
 * by WeChat's events.
 */
const KEY = Buffer.alloc(32, 7).toString('base64');
const HEAD = 'o-t-head';
const FATHER = 'o-m-father';
const NOTICE = 'local-template-notice';

let cloud: LocalCloud;
let wechat: LocalWechat;
let store: Store;
beforeAll(async () => {
  await buildFunctions();
  const clock = createClock(NOON - Date.now());
  cloud = await startCloud({
    clock,
    collections,
    strictIndexes: true,
    functions: deployedFunctions().map((fn) => ({ ...fn, environment: { FIELD_KEYS: `t1:${KEY}` } })),
    wechat: (ready) => {
      wechat = createWechat({
        clock,
        templates: TEMPLATES.map(({ id, title, fields }) => ({ id, title, fields: Object.keys(fields) })),
        pushEvent: async (event) => void (await ready.invoke('wechat', event, { source: 'wx_event' })),
        readFile: async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer()),
        repeatEvery: 2,
        mediaCheckMs: 50,
        retryMs: [200, 200],
      });
      return wechat;
    },
  });
  Object.assign(process.env, cloud.sdkEnv);
  const app = cloudbase.init({
    env: cloud.sdkEnv.SCF_NAMESPACE ?? 'local',
    serviceUrl: cloud.adminUrl,
    secretId: 'local',
    secretKey: 'local',
  });
  store = createStore(app.database({}), Math.random);
  await seedLittleSchool(store, createVault([['t1', KEY]]));
  await store.insert('consents', aConsent());
});
afterAll(async () => {
  await wechat.close();
  await cloud.close();
});

async function call<M extends MethodName>(openid: string, method: M, input: Input<M>): Promise<Output<M>> {
  wechat.visited(openid);
  const reply = (await cloud.invoke('api', { method, input }, { openid, source: 'wx_client' })) as Reply<M>;
  if (!reply.ok) throw new Error(`${method}: ${reply.code}`);
  return reply.data;
}
const credits = async (openid: string) => (await store.get('accounts', openid))?.credits[NOTICE] ?? 0;
const receiptOf = (noticeId: string, personId: string) => store.get('receipts', `${noticeId}:${personId}`);
const stateOf = async (noticeId: string, personId: string) => (await receiptOf(noticeId, personId))?.state;
const rungOf = async (noticeId: string, personId: string) => (await receiptOf(noticeId, personId))?.rung;

describe('a notice on its way', () => {
  it('reaches those who accepted, goes on to the call list for the others, and the credits follow', async () => {
    await wechat.answerSubscribe(FATHER, { [NOTICE]: 'accept' });
    await wechat.answerSubscribe('o-m-granny', { [NOTICE]: 'accept' });
    await wechat.idle();
    expect([await credits(FATHER), await credits('o-m-granny')]).toEqual([1, 1]);

    const { noticeId } = await call(HEAD, 'notices.send', {
      requestKey: 'tap-00001',
      title: '周五家长会',
      body: '请周五下午两点到学校。',
      asks: 'confirm',
      urgent: false,
      audience: toClasses('c32'),
    });
    await expect.poll(() => rungOf(noticeId, 'm-father2'), { timeout: 10_000 }).toBe('call');
    await wechat.idle();
    const reached = wechat.deliveries().filter(({ errcode }) => errcode === 0);
    expect(reached.map(({ to }) => to).sort()).toEqual([FATHER, 'o-m-granny']);
    expect(reached[0]?.lines.join()).toContain('周五家长会');
    expect(await Promise.all(['m-father', 'm-granny', 'm-mother'].map((id) => stateOf(noticeId, id)))).toEqual([
      'sent',
      'sent',
      'refused',
    ]);
    expect([await credits(FATHER), await credits('o-m-granny')]).toEqual([0, 0]);

    const receiptId = reached.find(({ to }) => to === FATHER)?.page?.split('id=')[1] ?? '';
    expect(await call(FATHER, 'notices.open', { receiptId })).toMatchObject({ title: '周五家长会', state: 'opened' });
    await cloud.invoke('jobs', {}, { source: 'wx_timer' });
    expect(wechat.deliveries().filter(({ errcode }) => errcode === 0)).toHaveLength(2);
  });

  it('with a voice it leaves when WeChat passed the voice, and not at all when it did not', async () => {
    const spoken = async (name: string, bytes: string) =>
      call(HEAD, 'notices.send', {
        requestKey: `tap-${name}`,
        title: '下雪了',
        body: '明天晚一小时上学。',
        voice: { fileId: await cloud.upload(`u/${name}.mp3`, Buffer.from(bytes), HEAD), seconds: 5 },
        asks: 'hear',
        urgent: false,
        audience: { ...toClasses('c32'), roles: ['guardian'] },
      });
    const good = await spoken('voice-good', 'a voice');
    const bad = await spoken('voice-bad', 'local-wechat:risky');
    expect([good.status, bad.status]).toEqual(['checking', 'checking']);
    const statuses = () => Promise.all([good, bad].map(async (n) => (await store.get('notices', n.noticeId))?.status));
    await expect.poll(statuses, { timeout: 10_000 }).toEqual(['sent', 'held']);
    // She accepted one reminder, and it was used up; the job that WeChat's event woke found that out.
    await expect.poll(() => rungOf(good.noticeId, 'm-granny'), { timeout: 10_000 }).toBe('call');
    const opened = await call('o-m-granny', 'notices.open', { receiptId: `${good.noticeId}:m-granny` });
    expect(await (await fetch(opened.voiceUrl ?? '')).text()).toBe('a voice');
    expect(await stateOf(bad.noticeId, 'm-granny')).toBeUndefined();
  });

  it('refuses risky words as WeChat’s check does', async () => {
    await expect(
      call(HEAD, 'notices.send', {
        requestKey: 'tap-risky',
        title: '赌博',
        body: '赌博',
        asks: 'read',
        urgent: false,
        audience: { ...toClasses('c32'), roles: ['parent'] },
      }),
    ).rejects.toThrow('content.risky');
  });
});

describe('a visit’s photos', () => {
  it('are shown to the family when WeChat passed them, and only those', async () => {
    const good = await cloud.upload('u/good.jpg', Buffer.from('a photo'), HEAD);
    const bad = await cloud.upload('u/bad.jpg', Buffer.from('local-wechat:risky'), HEAD);
    const { recordId } = await call(HEAD, 'records.write', {
      requestKey: 'visit-0001',
      studentIds: ['s-yu'],
      kind: 'home_visit',
      day: '2026-11-24',
      values: {},
      photos: [good, bad],
      photosConsented: true,
      share: true,
      shareText: '孩子很好。',
    });
    const photos = async () => (await store.get('records', recordId))?.photos.map(({ state }) => state);
    await expect.poll(photos, { timeout: 10_000 }).toEqual(['shown', 'held']);
    const { records } = await call(FATHER, 'records.list', { studentId: 's-yu' });
    expect(records[0]?.photos.map(({ state }) => state)).toEqual(['shown']);
    expect(await (await fetch(records[0]?.photos[0]?.url ?? '')).text()).toBe('a photo');
  });
});

describe('functions that are not for clients', () => {
  const asClient: Identity = { openid: 'o-stranger', source: 'wx_client' };

  it('refuse a client that plays the timer or WeChat', async () => {
    expect(await cloud.invoke('jobs', { job: 'outbox' }, asClient)).toEqual({ refused: true });
    const forged = {
      MsgType: 'event',
      Event: 'subscribe_msg_popup_event',
      FromUserName: 'o-stranger',
      CreateTime: 1,
      List: { TemplateId: NOTICE, SubscribeStatusString: 'accept' },
    };
    expect(await cloud.invoke('wechat', forged, asClient)).toBe('refused');
    expect(await store.get('accounts', 'o-stranger')).toBeUndefined();
    expect(await cloud.invoke('wechat', forged, { source: 'wx_event' })).toBe('success');
    expect(await credits('o-stranger')).toBe(1);
  });

  it('run for the timer', async () => {
    expect(await cloud.invoke('jobs', { Type: 'Timer', TriggerName: 'tick' }, { source: 'wx_timer' })).toEqual({
      failed: [],
    });
  });
});
