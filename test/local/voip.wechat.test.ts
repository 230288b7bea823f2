import { createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FATHER, openWorld, START } from './wechat-world';

const MOTHER = 'o-mother';
const NOW_S = START / 1000;
const ticket = { group_id: 'group-7f', nonce: 'n0nce', timestamp: NOW_S };
const call = { groupId: 'group-7f', nonceStr: 'n0nce', timeStamp: NOW_S };

describe('cloudbase.getVoIPSign', () => {
  it('signs for one user and one call', async () => {
    const { wechat } = openWorld();
    const { errcode, signature } = await wechat.openApi('cloudbase.getVoIPSign', ticket, FATHER);
    expect(errcode).toBe(0);
    const signed = { ...call, signature: String(signature) };
    expect(wechat.acceptsVoip(FATHER, signed)).toBe(true);
    expect(wechat.acceptsVoip(MOTHER, signed)).toBe(false);
    expect(wechat.acceptsVoip(FATHER, { ...signed, groupId: 'group-8' })).toBe(false);
    expect(wechat.acceptsVoip(FATHER, { ...signed, signature: 'short' })).toBe(false);
  });

  it('signs for who calls, whomever the parameters name', async () => {
    const { wechat } = openWorld();
    const { signature } = await wechat.openApi('cloudbase.getVoIPSign', { openid: MOTHER, ...ticket }, FATHER);
    expect(wechat.acceptsVoip(MOTHER, { ...call, signature: String(signature) })).toBe(false);
    expect(wechat.acceptsVoip(FATHER, { ...call, signature: String(signature) })).toBe(true);
  });

  it('runs out, and takes no milliseconds', async () => {
    const { wechat, clock } = openWorld();
    const sign = async (timestamp: number) => {
      const { signature } = await wechat.openApi('cloudbase.getVoIPSign', { ...ticket, timestamp }, FATHER);
      return { ...call, timeStamp: timestamp, signature: String(signature) };
    };
    expect(wechat.acceptsVoip(FATHER, await sign(START))).toBe(false);
    const signed = await sign(NOW_S);
    clock.moveTo(START + 9 * 60_000);
    expect(wechat.acceptsVoip(FATHER, signed)).toBe(true);
    clock.moveTo(START + 11 * 60_000);
    expect(wechat.acceptsVoip(FATHER, signed)).toBe(false);
  });

  it('is the documented algorithm', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wechat-'));
    const { wechat } = openWorld({ file: `${folder}/wechat.json` });
    const { signature } = await wechat.openApi('cloudbase.getVoIPSign', ticket, FATHER);
    const key = JSON.parse(await readFile(`${folder}/wechat.json`, 'utf8')).users[FATHER].sessionKey;
    const joined = `${ticket.timestamp}${ticket.group_id}${ticket.nonce}${wechat.appId}`;
    expect(signature).toBe(createHmac('sha256', key).update(joined).digest('hex'));
    await wechat.close();
    await rm(folder, { recursive: true });
  });

  it.each([
    [{ openid: '' }, 40003],
    [{ group_id: '' }, 47001],
    [{ nonce: 'n'.repeat(128) }, 47001],
    [{ timestamp: '1773000000' }, 47001],
  ])('refuses %o', async (change, errcode) => {
    const { wechat } = openWorld();
    const asked = { openid: FATHER, ...ticket, ...change };
    expect(await wechat.openApi('cloudbase.getVoIPSign', asked)).toMatchObject({ errcode });
  });
});
