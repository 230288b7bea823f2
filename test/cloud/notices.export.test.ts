import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { documentHandlers } from '../../cloudfunctions/_server/documents/handlers';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { readWorkbook } from '../../cloudfunctions/_server/roster/workbook';
import type { Input } from '../../miniprogram/shared/contract';
import { aMember, aStudent, SCHOOL, withAccounts } from '../support/builders';
import { aNotice, toClasses } from '../support/notices';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const HEAD = 'o-t-head';
const b = await sharedBackend(littleSchool, { ...apiHandlers, ...documentHandlers });

let noticeId = '';
const send = async (over: Partial<Input<'notices.send'>> = {}, openid = HEAD) => {
  noticeId = (await b.call(openid, 'notices.send', aNotice(over))).noticeId;
};
const id = (personId: string) => `${noticeId}:${personId}`;
const HEADINGS = ['班级', '学生', '家长', '关系', '到哪一步', '时间', '怎么联系上的', '打了几次电话', '回答', '签名'];

async function exported(openid = HEAD) {
  const answer = await b.call(openid, 'notices.export', { noticeId });
  const bytes = new Uint8Array(await b.deps.files.read(answer.fileId));
  const [sheet] = await readWorkbook(bytes, answer.fileName);
  const [head, ...rows] = sheet?.rows ?? [];
  return { answer, bytes, head, rows };
}

describe('notices.export', () => {
  it('gives a row a child and person: how far it got, when, how, and what was answered', async () => {
    await send({ asks: 'answer', choices: ['去', '不去'] });
    const chosen = { receiptId: id('m-father'), answer: 'chosen', choice: '去' } as const;
    await b.call('o-m-father', 'notices.answer', chosen);
    await b.call('o-m-granny', 'notices.answer', { receiptId: id('m-granny'), answer: 'call_me' });
    const call = { receiptId: id('m-grandpa'), way: 'call' as const };
    await b.call(HEAD, 'notices.told', { ...call, requestKey: 'tap-00008', outcome: 'no_answer' });
    await b.call(HEAD, 'notices.told', { ...call, requestKey: 'tap-00009', outcome: 'told', choice: '不去' });
    const { answer, head, rows } = await exported();
    expect(answer.fileName).toBe('周五家长会 回执 2026-11-24.xlsx');
    expect((await fetch(answer.url)).status).toBe(200);
    expect(head).toEqual(HEADINGS);
    const at = '2026-11-24 12:00';
    expect(rows).toEqual(
      expect.arrayContaining([
        ['三(2)班', '林小雨', '林大山', '父亲', '回了话', at, '微信，本人', 0, '去', '没有'],
        ['三(2)班', '林小雨', '陈秀兰', '母亲', '还没发到，家里别人办了', null, '还没联系上', 0, null, '没有'],
        ['三(2)班', '林小雨', '刘桂花', '祖母', '看过了，请老师打电话', at, '微信，本人', 0, null, '没有'],
        ['三(2)班', '周小海', '周有田', '祖父', '回了话', at, '电话', 2, '不去', '没有'],
        ['三(2)班', '周小海', '周建国', '父亲', '还没发到，家里别人办了', null, '还没联系上', 0, null, '没有'],
      ]),
    );
    expect(rows).toHaveLength(5);
  });

  it('says who signed', async () => {
    await send({ asks: 'sign' });
    const fileId = await b.cloud.upload('u/name.png', new Uint8Array([1]), 'o-m-father');
    await b.call('o-m-father', 'notices.answer', { receiptId: id('m-father'), answer: 'signed', fileId });
    const { rows } = await exported();
    expect(rows.filter((row) => row[9] === '有').map((row) => row[2])).toEqual(['林大山']);
  });

  it('of brothers and sisters each has a row in its class, and a teacher gets the own class alone', async () => {
    const there = aStudent({ _id: 's-there', name: '林小雪', classId: 'c11', className: '一(1)班' });
    await b.deps.store.insert('students', there);
    await withAccounts(b.deps.store, [aMember({ _id: 'm-two', name: '林大河' }, [aStudent(), there])]);
    await send({ audience: toClasses('c32', 'c11') }, 'o-t-admin');
    const of = async (openid: string) =>
      (await exported(openid)).rows.filter((row) => row[2] === '林大河').map((row) => row.slice(0, 2));
    expect(await of('o-t-admin')).toEqual([
      ['一(1)班', '林小雪'],
      ['三(2)班', '林小雨'],
    ]);
    expect(await of(HEAD)).toEqual([['三(2)班', '林小雨']]);
  });

  it('lets no name and no answer become a formula', async () => {
    const nasty = ['=1+1', '+86', '-1', '@SUM(A1)', '=HYPERLINK("http://x","y")'];
    await withAccounts(
      b.deps.store,
      nasty.map((name, i) => aMember({ _id: `m-nasty${i}`, name })),
    );
    await send();
    const { rows, bytes } = await exported();
    expect(rows.map((row) => row[2])).toEqual(expect.arrayContaining(nasty));
    const parts = unzipSync(bytes);
    const sheet = strFromU8(parts['xl/worksheets/sheet1.xml'] as Uint8Array);
    expect(sheet).not.toMatch(/<f[ >]/);
    // Of cells without a type a program guesses what they are; texts say that they are texts.
    const cells = [...sheet.matchAll(/<c ([^>]*)>/g)].map(([, attributes = '']) => attributes);
    const texts = cells.filter((attributes) => !/r="H/.test(attributes));
    expect(texts.length).toBeGreaterThan(9 * nasty.length);
    expect(texts.filter((attributes) => !/ t="(?:s|inlineStr)"/.test(attributes))).toEqual([]);
  });

  it('is noted with all children, and is taken away a day later', async () => {
    await send();
    await exported();
    const entries = await b.deps.store.list('audit', { where: { schoolId: SCHOOL }, limit: 10 });
    expect(entries).toMatchObject([{ method: 'notices.export', byId: 't-head' }]);
    expect([...(entries[0]?.studentIds ?? [])].sort()).toEqual(['s-hai', 's-yu']);
    const [file] = await b.deps.store.list('temporaryFiles', { where: { dueAt: { gt: 0 } }, limit: 10 });
    expect(file?.dueAt).toBe(b.clock.at + 86_400_000);
  });

  it('finds nothing outside the reach, and is for those who send', async () => {
    await send();
    for (const openid of ['o-t-other', 'o-t-mentor', 'o-t-duty'])
      expect(await code(exported(openid))).toBe('common.not-found');
    for (const openid of ['o-m-father', 'o-t-mind', 'o-t-booth'])
      expect(await code(exported(openid))).toBe('auth.forbidden');
    await send({ requestKey: 'tap-00002', sendAt: b.clock.at + 3_600_000 });
    expect(await code(exported())).toBe('notices.not-left');
    noticeId = 'n-none';
    expect(await code(exported())).toBe('common.not-found');
  });
});
