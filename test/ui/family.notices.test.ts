import { describe, expect, test } from 'vitest';
import { refuse } from './support/fake-wx';
import { anOpenNotice } from './support/family';
import { familyPhone } from './support/family-phone';
import { settle, shown, tap, textOf } from './support/mount';

const { phone, order, elder, outbox, serve, show, urlOf } = familyPhone();

describe('what the school told', () => {
  const OPEN = 'features/notices/pages/open';
  const notice = anOpenNotice();

  test('an answer without a network is kept, and sent once when it is back', async () => {
    serve({ 'notices.open': notice, 'notices.answer': { state: 'heard', wantsCall: false } });
    const page = await show(OPEN, { id: 'r1' });
    phone.setNetwork(false);
    await tap(shown(page.dom, '我听到了'));
    await settle(80);
    expect(textOf(page)).toContain('好的，老师知道您听到了');
    phone.setNetwork(true);
    await outbox.flushOutbox();
    await settle(80);
    expect(order.filter((what) => what === 'notices.answer')).toHaveLength(1);
    expect(phone.askedFor('notices.answer').at(-1)?.input).toEqual({ receiptId: 'r1', answer: 'heard' });
    expect(outbox.posts.get().map(({ state }) => state)).toEqual(['sent']);
    expect(textOf(page)).toContain('好的，老师知道您听到了');
  });

  test('a refused answer brings the buttons back', async () => {
    serve({ 'notices.open': notice, 'notices.answer': refuse('common.not-found') });
    const page = await show(OPEN, { id: 'r1' });
    await tap(shown(page.dom, '请老师打电话'));
    await settle(80);
    expect(textOf(page)).not.toContain('老师会给您打电话');
    expect(textOf(page)).toContain('我听到了');
  });

  test('elder mode: the voice first, two answers, and a way home', async () => {
    elder.set(true);
    serve({ 'notices.open': notice, 'notices.answer': { state: 'opened', wantsCall: true } });
    const page = await show(OPEN, { id: 'r1' });
    expect(page.dom.innerHTML).toContain('player--huge');
    expect(textOf(page)).not.toContain('周五开家长会。');
    await tap(shown(page.dom, '请老师打电话'));
    await settle(80);
    expect(textOf(page)).toContain('好的，老师会给您打电话');
    expect(phone.wx.pageScrollTo).toHaveBeenCalledWith(expect.objectContaining({ selector: '#done' }));
    expect(phone.askedFor('notices.answer')[0]?.input).toEqual({ receiptId: 'r1', answer: 'call_me' });
    await tap(shown(page.dom, '回首页'));
    expect(urlOf('reLaunch')).toBe('/pages/home/index');
  });

  test('a shared record shows its words and photos', async () => {
    const record = {
      ...notice,
      of: 'record',
      asks: 'read',
      hasVoice: false,
      voiceUrl: null,
      voiceSeconds: null,
    } as const;
    serve({ 'notices.open': { ...record, body: '小雨给奶奶捶背。', photoUrls: ['https://x/1.jpg'], waits: false } });
    const page = await show(OPEN, { id: 'r1' });
    expect(textOf(page)).toContain('小雨给奶奶捶背。');
    expect(page.dom.innerHTML).toContain('https://x/1.jpg');
    expect(textOf(page)).not.toContain('我听到了');
  });
});
