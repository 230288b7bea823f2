import { strFromU8, unzipSync } from 'fflate';
import { beforeEach, describe, expect, it } from 'vitest';
import { documentHandlers } from '../../cloudfunctions/_server/documents/handlers';
import { sweepTemporary } from '../../cloudfunctions/_server/documents/temporary';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import type { Input } from '../../miniprogram/shared/contract';
import { aMember, aStudent, SCHOOL, withAccounts } from '../support/builders';
import { aNotice, toClasses } from '../support/notices';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const HEAD = 'o-t-head';
const b = await sharedBackend(littleSchool, { ...apiHandlers, ...documentHandlers });
/** What WeChat was asked to draw. */
let drawn: { page: string; scene: string }[] = [];
const { pageCode } = b.deps.wechat;
Object.assign(b.deps.wechat, {
  pageCode: (page: string, scene: string) => {
    drawn.push({ page, scene });
    return pageCode(page, scene);
  },
});

let noticeId = '';
const send = async (over: Partial<Input<'notices.send'>> = {}, openid = HEAD) => {
  noticeId = (await b.call(openid, 'notices.send', aNotice(over))).noticeId;
};
const id = (personId: string) => `${noticeId}:${personId}`;
/** Whoever waits for a visit. */
const toVisit = (...people: string[]) =>
  b.deps.store.updateWhere('receipts', { _id: { in: people.map(id) } }, { set: { rung: 'visit' } });
beforeEach(() => {
  drawn = [];
});

/** The printed .docx: its lines slip by slip. */
async function printed(openid = HEAD, receiptIds?: string[]) {
  const answer = await b.call(openid, 'notices.slips', { noticeId, ...(receiptIds ? { receiptIds } : {}) });
  const parts = unzipSync(new Uint8Array(await b.deps.files.read(answer.fileId)));
  const xml = strFromU8(parts['word/document.xml'] as Uint8Array);
  const linesOf = (part: string) =>
    [...part.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map(([, words = '']) => words).filter(Boolean);
  const lines = linesOf(xml);
  const starts = lines.flatMap((line, i) => (line.endsWith('· 通知') ? [i] : []));
  const slips = starts.map((from, i) => lines.slice(from, starts[i + 1]));
  return { answer, xml, slips, pictures: Object.keys(parts).filter((name) => name.startsWith('word/media/')) };
}

describe('notices.slips', () => {
  it('opens in Word also with what was pasted from Word: soft breaks, halves of characters', async () => {
    const odd = '第一行\u000b第二行\u0001<b>&"\ud83d完\ufffe';
    await send({ title: odd, body: odd });
    await toVisit('m-grandpa');
    const { xml } = await printed();
    expect(xml).not.toMatch(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u);
    expect(xml).toContain('第一行 第二行 &lt;b&gt;&amp;');
  });

  it('prints a slip in large type for each family that only a visit reaches', async () => {
    await send({ body: '请周五下午两点到学校。\n\n带上孩子的水杯。', deadline: '2026-11-27' });
    await toVisit('m-grandpa');
    const { answer, slips, xml } = await printed();
    expect(answer).toMatchObject({ slips: 1, fileName: '周五家长会 纸条 2026-11-24.docx' });
    expect((await fetch(answer.url)).status).toBe(200);
    expect(slips).toEqual([
      [
        '演示小学 · 通知',
        '给 三(2)班 周小海 的爷爷',
        '周五家长会',
        '请周五下午两点到学校。',
        '带上孩子的水杯。',
        '最晚 11月27日 周五 回话。',
        '李老师  11月24日 周二',
        '邻居帮忙念的，请扫这个码，按「已转告」。',
        '码里没有孩子的名字，也没有通知的内容。只能用一次。',
        '请剪下来，让孩子带回学校：三(2)班 周小海 · 周五家长会',
        '□ 知道了    □ 请老师打电话',
        '签名 ____________________',
      ],
    ]);
    const sizeOf = (words: string) =>
      Number(new RegExp(`<w:sz w:val="(\\d+)"/>(?:(?!<w:sz ).)*${words}`).exec(xml)?.[1]);
    expect(sizeOf('请周五下午两点到学校')).toBeGreaterThanOrEqual(2 * 16);
    expect(sizeOf('周五家长会')).toBeGreaterThan(2 * 16);
    expect(JSON.stringify(slips)).not.toMatch(/1700|周有田/);
  });

  it('each has a code that works once and opens the page of the neighbour', async () => {
    await send();
    await toVisit('m-grandpa', 'm-granny');
    const { pictures, slips } = await printed();
    expect(slips).toHaveLength(2);
    expect(pictures.length).toBeGreaterThan(0);
    expect(drawn).toHaveLength(2);
    for (const { page, scene } of drawn) {
      expect(page).toBe('features/notices/pages/relay/index');
      expect(scene.length).toBeLessThanOrEqual(32);
    }
    const codes = drawn.map(({ scene }) => scene.replace(/^s=/, ''));
    for (const scanned of codes)
      expect(await b.call('o-neighbour', 'notices.relay', { code: scanned })).toEqual({ again: false });
    for (const personId of ['m-grandpa', 'm-granny'])
      expect(await b.deps.store.get('receipts', id(personId))).toMatchObject({ state: 'relayed' });
    const stored = await b.deps.store.list('noticeSlips', { where: { at: { gt: 0 } }, limit: 10 });
    for (const scanned of codes) expect(JSON.stringify(stored)).not.toContain(scanned);
    await printed();
    expect(new Set(drawn.map(({ scene }) => scene)).size).toBe(4);
  });

  it('offers the choices as boxes on the strip that goes back', async () => {
    await send({ asks: 'answer', choices: ['去', '不去'] });
    await toVisit('m-grandpa');
    const { slips } = await printed();
    expect(slips[0]).toContain('□ 去    □ 不去    □ 知道了    □ 请老师打电话');
  });

  it('a grandmother of three gets one slip with three names; a couple of one child gets one', async () => {
    const twin = aStudent({ _id: 's-twin', name: '林小雪' });
    const small = aStudent({ _id: 's-small', name: '林小山', classId: 'c11', className: '一(1)班' });
    await b.deps.store.insert('students', [twin, small]);
    const all = [aStudent(), twin, small];
    const away = { hasSmartphone: false, openid: null };
    await withAccounts(b.deps.store, [
      aMember({ _id: 'm-granny', role: 'guardian', name: '刘桂花', ...away }, all, { relation: '祖母' }),
      aMember({ _id: 'm-father', name: '林大山', ...away }, all),
    ]);
    await send({ audience: toClasses('c32', 'c11') }, 'o-t-admin');
    await toVisit('m-granny', 'm-father');
    const { slips, answer } = await printed('o-t-admin');
    expect(answer.slips).toBe(1);
    expect(slips[0]?.[1]).toBe('给 三(2)班 林小雨、林小雪，一(1)班 林小山 的奶奶');
    expect((await printed()).slips[0]?.[1]).toBe('给 三(2)班 林小雨、林小雪 的奶奶');
  });

  it('prints for whoever is named; without names for those without a telephone too, and for nobody who is done', async () => {
    await b.deps.store.updateWhere('familyMembers', { _id: 'm-mother' }, { set: { phone: null } });
    await send();
    expect((await printed()).slips.map((slip) => slip[1])).toEqual(['给 三(2)班 林小雨 的妈妈']);
    expect((await printed(HEAD, [id('m-father2')])).slips.map((slip) => slip[1])).toEqual(['给 三(2)班 周小海 的爸爸']);
    await b.call('o-m-mother', 'notices.answer', { receiptId: id('m-mother'), answer: 'confirmed' });
    expect(await code(printed())).toBe('notices.no-slips');
  });

  it('keeps a slip whole on A4 in black, cut along dashed lines; a long one goes on on the next page', async () => {
    await send({ body: '水'.repeat(300) });
    await toVisit('m-grandpa', 'm-granny');
    const { xml } = await printed();
    expect(xml).toContain('<w:pgSz w:w="11905" w:h="16837"');
    expect(xml).toContain('w:val="dashed"');
    expect([...xml.matchAll(/w:(?:color|fill)="([0-9A-F]{6})"/g)].every(([, colour]) => colour === '000000')).toBe(
      true,
    );
    expect(xml.match(/<w:cantSplit\/>/g)).toHaveLength(4);
    await send({ requestKey: 'tap-00002', body: '水'.repeat(1000) });
    await toVisit('m-grandpa', 'm-granny');
    const long = await printed();
    expect(long.xml.match(/<w:cantSplit\/>/g)).toHaveLength(2);
    expect(long.slips.map((slip) => slip[3])).toEqual(['水'.repeat(1000), '水'.repeat(1000)]);
  });

  it('notes whose children were printed, and takes the file away a day later', async () => {
    await send();
    await toVisit('m-grandpa');
    const { answer } = await printed();
    const entries = await b.deps.store.list('audit', { where: { schoolId: SCHOOL }, limit: 10 });
    expect(entries).toMatchObject([{ method: 'notices.slips', byId: 't-head', studentIds: ['s-hai'] }]);
    b.clock.at += 86_400_000;
    expect(await sweepTemporary(b.deps)).toBe(1);
    expect(await b.deps.files.links([answer.fileId])).toEqual([null]);
  });

  it('prints nothing of what has not left or is over', async () => {
    await send({ sendAt: b.clock.at + 3_600_000 });
    expect(await code(printed())).toBe('notices.not-left');
    await send({ requestKey: 'tap-00002' });
    await toVisit('m-grandpa');
    await b.call(HEAD, 'notices.recall', { noticeId, reason: '改期了' });
    expect(await code(printed())).toBe('notices.over');
  });

  it('finds nothing outside the reach, and is for those who send', async () => {
    await send();
    await toVisit('m-grandpa');
    for (const openid of ['o-t-other', 'o-t-mentor', 'o-t-duty'])
      expect(await code(printed(openid))).toBe('common.not-found');
    for (const openid of ['o-m-father', 'o-t-mind', 'o-t-booth'])
      expect(await code(printed(openid))).toBe('auth.forbidden');
    const own = noticeId;
    await send({ requestKey: 'tap-00002', audience: toClasses('c32', 'c11') }, 'o-t-admin');
    expect(await code(printed(HEAD, [id('m-other')]))).toBe('common.not-found');
    expect(await code(printed(HEAD, [`${own}:m-grandpa`]))).toBe('common.not-found');
    expect(await code(printed(HEAD, [id('m-grandpa'), id('m-nobody')]))).toBe('common.not-found');
  });

  it('says to try again where WeChat draws no picture', async () => {
    await send();
    await toVisit('m-grandpa');
    const refusing = {
      ...b.deps,
      wechat: { ...b.deps.wechat, pageCode: async () => new TextEncoder().encode('{"errcode":45009}') },
    };
    const event = { method: 'notices.slips', input: { noticeId } };
    expect(await serve(documentHandlers, refusing)(event, HEAD)).toMatchObject({ code: 'system.busy' });
  });
});
