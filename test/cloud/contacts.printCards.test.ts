import { setTimeout as sleep } from 'node:timers/promises';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCode, spaced } from '../../cloudfunctions/_server/accounts/codes';
import { accountsHandlers } from '../../cloudfunctions/_server/accounts/handlers';
import { documentHandlers } from '../../cloudfunctions/_server/documents/handlers';
import { sweepTemporary } from '../../cloudfunctions/_server/documents/temporary';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import { type Backend, startBackend } from '../support/backend';
import { aClass, aMember, aStudent, SCHOOL, seedLittleSchool, withAccounts } from '../support/builders';

let backend: Backend;
/** What WeChat was asked to draw. */
let drawn: { page: string; scene: string }[];

beforeEach(async () => {
  backend = await startBackend({ ...documentHandlers, ...accountsHandlers });
  drawn = [];
  const { pageCode } = backend.deps.wechat;
  Object.assign(backend.deps.wechat, {
    pageCode: (page: string, scene: string) => {
      drawn.push({ page, scene });
      return pageCode(page, scene);
    },
  });
  const { store, vault } = backend.deps;
  await seedLittleSchool(store, vault);
  for (const _id of ['m-father', 'm-granny', 'm-mother'])
    await store.updateWhere('familyMembers', { _id }, { set: { openid: null } });
});
afterEach(() => backend.close());

const print = (openid: string, classId = 'c32') => backend.call(openid, 'contacts.printCards', { classId });

/** The parts of the printed .docx. */
async function printed(openid: string) {
  const answer = await print(openid);
  const bytes = await backend.deps.files.read(answer.fileId);
  const parts = unzipSync(new Uint8Array(bytes));
  const xml = strFromU8(parts['word/document.xml'] as Uint8Array);
  const text = [...xml.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map(([, words = '']) => words);
  return { answer, xml, text, drawings: xml.match(/<w:drawing>/g)?.length ?? 0 };
}
const invites = () =>
  backend.deps.store.list('invites', { where: { schoolId: SCHOOL, personId: { in: PEOPLE } }, limit: 100 });
const PEOPLE = ['m-father', 'm-mother', 'm-granny', 'm-father2', 'm-grandpa', 'm-barred'];

describe('contacts.printCards', () => {
  it('makes a card an adult, with a code that binds and a picture for each who is not bound', async () => {
    const { answer, text, drawings } = await printed('o-t-head');
    expect(answer).toMatchObject({ cards: 5, fileName: '三(2)班联系卡 2026-11-24.docx' });
    expect(answer.fileId).toMatch(/\/out\/cards\//);
    expect((await fetch(answer.url)).status).toBe(200);
    expect(text.filter((words) => words.includes('亲情联系卡'))).toHaveLength(5);
    expect(text).toEqual(
      expect.arrayContaining(['三(2)班 林小雨的父亲', '三(2)班 林小雨的祖母', '三(2)班 周小海的祖父', '周建国']),
    );
    const codes = text.filter((words) => /^\d{3} \d{3} \d{3}$/.test(words));
    expect(new Set(codes).size).toBe(4);
    expect(drawings).toBe(4);
    const plain = codes.map((code) => readCode(code));
    expect(drawn).toHaveLength(4);
    expect(drawn).toEqual(
      expect.arrayContaining(plain.map((code) => ({ page: 'features/account/pages/bind/index', scene: `c=${code}` }))),
    );
    const card = text.slice(text.indexOf('刘桂花'));
    const code = card.find((words) => codes.includes(words)) as string;
    expect(await backend.call('o-new-granny', 'accounts.bind', { code })).toMatchObject({
      membership: { id: 'm-granny', role: 'guardian' },
    });
  });

  it('shows the same codes when it prints again, and none for who bound meanwhile', async () => {
    const codesOf = ({ text }: { text: string[] }) => text.filter((words) => /^\d{3} \d{3} \d{3}$/.test(words));
    const first = codesOf(await printed('o-t-head'));
    expect(codesOf(await printed('o-t-admin'))).toEqual(first);
    expect(await invites()).toHaveLength(4);
    await backend.deps.store.updateWhere('familyMembers', { _id: 'm-father' }, { set: { openid: 'o-x' } });
    const third = await printed('o-t-head');
    expect(third.drawings).toBe(3);
    expect(third.answer.cards).toBe(5);
    expect(third.text).toContain('微信已经绑好了，不用再绑。');
  });

  it('lays eight cards on an A4 page, cut lines dashed, nothing in colour', async () => {
    const { xml } = await printed('o-t-head');
    expect(xml).toContain('<w:pgSz w:w="11905" w:h="16837"');
    const heights = [...xml.matchAll(/<w:trHeight w:val="(\d+)" w:hRule="exact"\/>/g)].map(([, value]) =>
      Number(value),
    );
    expect(heights).toHaveLength(3);
    const room = 16837 - 2 * 567;
    expect(heights.every((height) => 4 * height <= room && 5 * height > room)).toBe(true);
    expect(xml).toContain('w:val="dashed"');
    expect([...xml.matchAll(/w:(?:color|fill)="([0-9A-F]{6})"/g)].every(([, colour]) => colour === '000000')).toBe(
      true,
    );
  });

  it('prints no card for one who may not contact the child, and names two children on one card', async () => {
    const { store } = backend.deps;
    await store.insert('students', [aStudent({ _id: 's-twin', name: '林小雪' })]);
    const [yu, twin] = [aStudent(), aStudent({ _id: 's-twin' })];
    await withAccounts(store, [
      aMember({ _id: 'm-barred', name: '林禁', openid: null }, [yu], { mayContact: false }),
      aMember({ _id: 'm-mother', name: '陈秀兰', openid: null }, [yu, twin], { relation: '母亲' }),
    ]);
    const { text } = await printed('o-t-head');
    expect(text).not.toContain('林禁');
    expect(text).toContain('三(2)班 林小雪、林小雨的母亲');
    expect((await invites()).map(({ personId }) => personId)).not.toContain('m-barred');
  });

  it('keeps codes sealed', async () => {
    const { text } = await printed('o-t-head');
    const stored = JSON.stringify(await invites());
    for (const code of text.filter((words) => /^\d{3} \d{3} \d{3}$/.test(words)))
      expect(stored).not.toContain(readCode(code));
  });

  it('takes the file away a day later, for it names people and their codes', async () => {
    const { fileId } = await print('o-t-head');
    expect(await sweepTemporary(backend.deps)).toBe(0);
    backend.clock.at += 86_400_000;
    expect(await sweepTemporary(backend.deps)).toBe(1);
    expect(await backend.deps.files.links([fileId])).toEqual([null]);
    expect(await sweepTemporary(backend.deps)).toBe(0);
  });

  it('writes one audit entry with all children of the class', async () => {
    await print('o-t-head');
    const entries = await backend.deps.store.list('audit', { where: { schoolId: SCHOOL }, limit: 10 });
    expect(entries).toMatchObject([{ method: 'contacts.printCards', byId: 't-head', reason: '打印联系卡' }]);
    expect([...(entries[0]?.studentIds ?? [])].sort()).toEqual(['s-hai', 's-yu']);
  });

  it('of a class of sixty with two parents and a caregiver each comes well within the time of the function', async () => {
    const { store } = backend.deps;
    const children = Array.from({ length: 60 }, (_, i) =>
      aStudent({ _id: `s-${i}`, name: `张${i}`, classId: 'c-big' }),
    );
    await store.insert('classes', aClass({ _id: 'c-big', number: 9, name: '三(9)班' }));
    await store.insert('students', children);
    for (const relation of ['父亲', '母亲', '奶奶'])
      await store.insert(
        'familyMembers',
        children.map((child) => aMember({ _id: `m-${child._id}-${relation}`, openid: null }, [child], { relation })),
      );
    // WeChat takes its time over a code.
    const { pageCode } = backend.deps.wechat;
    Object.assign(backend.deps.wechat, {
      pageCode: (page: string, scene: string) => sleep(150).then(() => pageCode(page, scene)),
    });
    const began = performance.now();
    expect(await print('o-t-admin', 'c-big')).toMatchObject({ cards: 180 });
    expect(performance.now() - began).toBeLessThan(30_000);
  }, 60_000);

  it('finds no class outside the reach, and is for teachers and the headteacher', async () => {
    const reply = (openid: string, classId: string) => backend.reply(openid, 'contacts.printCards', { classId });
    for (const [openid, classId] of [
      ['o-t-head', 'c11'],
      ['o-t-mentor', 'c32'],
      ['o-t-duty', 'c32'],
      ['o-t-head', 'c-none'],
    ] as const)
      expect(await reply(openid, classId)).toMatchObject({ code: 'common.not-found' });
    for (const openid of ['o-m-father2', 'o-m-other', 'o-t-mind', 'o-t-bureau', 'o-t-booth', 'o-t-volunteer'])
      expect(await reply(openid, 'c32')).toMatchObject({ code: 'auth.forbidden' });
  });

  it('says to try again where WeChat draws no picture, and keeps the codes', async () => {
    const refusing = {
      ...backend.deps,
      wechat: { ...backend.deps.wechat, pageCode: async () => new TextEncoder().encode('{"errcode":45009}') },
    };
    const event = { method: 'contacts.printCards', input: { classId: 'c32' } };
    expect(await serve(documentHandlers, refusing)(event, 'o-t-head')).toMatchObject({ code: 'system.busy' });
    const kept = (await invites()).map(({ code }) => spaced(backend.deps.vault.open(code)));
    expect((await printed('o-t-head')).text).toEqual(expect.arrayContaining(kept));
  });
});
