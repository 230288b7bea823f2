import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { Delegation } from '../../cloudfunctions/_server/data/documents';
import { documentHandlers } from '../../cloudfunctions/_server/documents/handlers';
import { SCHOOL } from '../support/builders';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const b = await sharedBackend(async (backend) => {
  await littleSchool(backend);
  await backend.deps.store.insert('delegations', [given(), given({ _id: 'd-there', studentId: 's-other' })]);
}, documentHandlers);
const HEAD = 'o-t-head';

/** 林大山 gave the care of 林小雨 to her grandmother. */
function given(over: Partial<Delegation> = {}): Delegation {
  return {
    ...{ _id: 'd1', schoolId: SCHOOL, studentId: 's-yu', classId: 'c32', memberId: 'm-granny', byMemberId: 'm-father' },
    ...{
      since: '2026-09-01',
      until: null,
      childView: 'agrees',
      childWords: b.deps.vault.seal('我想奶奶'),
      byId: 't-head',
    },
    ...{ villageToldDay: null, villageWhom: null, endedDay: null, endedWhy: null, at: 0, current: true, open: true },
    ...over,
  };
}
const change = (set: Partial<Delegation>) => b.deps.store.updateWhere('delegations', { _id: 'd1' }, { set });

async function printed(openid = HEAD) {
  const answer = await b.call(openid, 'contacts.delegationLetter', { id: 'd1' });
  const parts = unzipSync(new Uint8Array(await b.deps.files.read(answer.fileId)));
  const xml = strFromU8(parts['word/document.xml'] as Uint8Array);
  const paragraphs = xml
    .split('</w:p>')
    .map((part) => [...part.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map(([, words = '']) => words).join(''));
  return { answer, xml, text: paragraphs.join('\n') };
}

describe('contacts.delegationLetter', () => {
  it('says who is cared for by whom, since when, and what the child said', async () => {
    const { answer, text } = await printed();
    expect(answer.fileName).toBe('林小雨 委托照护告知书 2026-11-24.docx');
    expect((await fetch(answer.url)).status).toBe(200);
    for (const words of [
      '委托照护告知书',
      '林小雨（女，2017 年 5 月 4 日出生），在 演示小学 三(2)班读书',
      '从 2026 年 9 月 1 日起，到父母回来照看孩子为止，由 刘桂花（孩子的祖母，电话 17000000003）代为照护。',
      '作出委托的是 林大山（孩子的父亲，电话 17000000001）。',
      '听了孩子自己的意见：愿意。',
      '未成年人保护法第二十二条',
    ])
      expect(text).toContain(words);
    // What the child said stays at the school.
    expect(text).not.toContain('我想奶奶');
    expect(text).not.toMatch(/留守|undefined|null/);
  });

  it('leaves room for what nobody knows yet, and for all four to sign', async () => {
    await change({ childView: null, memberId: 'm-gone', until: '2027-07-01' });
    const { text } = await printed();
    expect(text).toMatch(/_{8,} 村（居）民委员会：/);
    expect(text).toMatch(/由 _{8,}（孩子的_+，电话 _{8,}）代为照护/);
    expect(text).toContain('到 2027 年 7 月 1 日 为止');
    expect(text).toMatch(/孩子说：_{8,}/);
    for (const who of ['父母（委托人）', '受托人', '学校', '村（居）民委员会']) expect(text).toContain(who);
    expect(text.match(/签名 _{8,}/g)).toHaveLength(4);
    await change({ villageWhom: '松树村村委会' });
    expect((await printed()).text).toContain('松树村村委会：');
  });

  it('is one A4 page in black', async () => {
    const { xml } = await printed();
    expect(xml).toContain('<w:pgSz w:w="11905" w:h="16837"');
    expect([...xml.matchAll(/w:(?:color|fill)="([0-9A-F]{6})"/g)].every(([, colour]) => colour === '000000')).toBe(
      true,
    );
    expect(xml).not.toMatch(/<w:drawing>|<w:br w:type="page"/);
  });

  it('is noted, and is for who edits the file', async () => {
    await printed();
    const entries = await b.deps.store.list('audit', { where: { schoolId: SCHOOL }, limit: 10 });
    expect(entries).toMatchObject([{ studentIds: ['s-yu'], reason: '打印委托照护告知书' }]);
    const ask = (openid: string, id = 'd1') => code(b.call(openid, 'contacts.delegationLetter', { id }));
    for (const [openid, id] of [
      [HEAD, 'd-there'],
      [HEAD, 'd-none'],
      ['o-t-other', 'd1'],
      ['o-t-mentor', 'd1'],
    ] as const)
      expect(await ask(openid, id)).toBe('common.not-found');
    for (const openid of ['o-m-father', 'o-m-granny', 'o-t-mind', 'o-t-bureau', 'o-t-booth'])
      expect(await ask(openid)).toBe('auth.forbidden');
  });
});
