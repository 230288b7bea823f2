import { beforeEach, describe, expect, it } from 'vitest';
import { codeId } from '../../cloudfunctions/_server/data/by-code';
import type { NoticeSlip } from '../../cloudfunctions/_server/data/documents';
import { makeLetterCode, readLetterCode } from '../../cloudfunctions/_server/data/letter-codes';
import { retain } from '../../cloudfunctions/_server/privacy/retain';
import { SCHOOL } from '../support/builders';
import { aNotice } from '../support/notices';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const DAY = 86_400_000;
const b = await sharedBackend(littleSchool);

let noticeId = '';
let slip = '';
const print = async (over: Partial<NoticeSlip> = {}) => {
  const fresh = makeLetterCode(Math.random);
  await b.deps.store.insert('noticeSlips', {
    _id: codeId(b.deps.vault, 'noticeSlips', fresh),
    code: b.deps.vault.seal(fresh),
    schoolId: SCHOOL,
    receiptId: `${noticeId}:m-grandpa`,
    at: b.clock.at,
    usedAt: null,
    ...over,
  });
  return fresh;
};
beforeEach(async () => {
  noticeId = (await b.call('o-t-head', 'notices.send', aNotice())).noticeId;
  slip = await print();
});
const scan = (scanned = slip, openid = 'o-neighbour') => b.call(openid, 'notices.relay', { code: scanned });
const receipt = () => b.deps.store.get('receipts', `${noticeId}:m-grandpa`);

describe('notices.relay', () => {
  it('notes that a neighbour told it, whoever the neighbour is, and says no more', async () => {
    b.clock.at += 3_600_000;
    expect(await scan()).toEqual({ again: false });
    expect(await receipt()).toMatchObject({
      state: 'relayed',
      open: true,
      rung: 'call',
      at: b.clock.at,
      proofs: { paper: { at: b.clock.at, outcome: 'relayed', why: null } },
    });
    const board = await b.call('o-t-head', 'notices.board', { noticeId });
    expect(board.unheard).toBe(2);
    expect(await b.deps.store.list('audit', { where: { schoolId: SCHOOL }, limit: 10 })).toEqual([]);
  });

  it.each(['o-m-other', 'o-m-grandpa', 'o-t-head', 'o-t-volunteer', 'o-nobody'])('%s may say so', async (openid) => {
    expect(await scan(slip, openid)).toEqual({ again: false });
  });

  it('works once; of two scans at the same moment one is the first', async () => {
    const answers = await Promise.all([scan(), scan(slip, 'o-second'), scan(slip, 'o-third')]);
    expect(answers.filter(({ again }) => !again)).toHaveLength(1);
    const noted = await receipt();
    b.clock.at += DAY;
    expect(await scan()).toEqual({ again: true });
    expect(await receipt()).toEqual(noted);
  });

  it('never takes back what is proved better', async () => {
    await b.deps.store.updateWhere(
      'receipts',
      { _id: `${noticeId}:m-grandpa` },
      { set: { state: 'called', open: false, at: b.clock.at } },
    );
    expect(await scan()).toEqual({ again: false });
    expect(await receipt()).toMatchObject({ state: 'called', open: false, proofs: { paper: { outcome: 'relayed' } } });
  });

  it('says of a notice that is over that nobody need tell it, and keeps the code', async () => {
    await b.call('o-t-head', 'notices.recall', { noticeId, reason: '改期了' });
    expect(await code(scan())).toBe('notices.over');
    expect(await receipt()).toMatchObject({ state: 'queued', proofs: {} });
  });

  it('has one answer to whatever is no code', async () => {
    const unknown = makeLetterCode(Math.random);
    for (const typed of [unknown, 'nonsense', '林小雨', unknown.slice(1), `${slip}2`])
      expect(await b.reply('o-neighbour', 'notices.relay', { code: typed })).toMatchObject({
        code: 'notices.slip-unknown',
        details: {},
      });
    await b.deps.store.removeWhere('receipts', { _id: `${noticeId}:m-grandpa` });
    expect(await code(scan())).toBe('notices.slip-unknown');
  });

  it('takes it as people write it: small letters, spaces', async () => {
    expect(await scan(` ${slip.slice(0, 8).toLowerCase()} ${slip.slice(8)} `)).toEqual({ again: false });
  });

  it('lets nobody try codes all day', async () => {
    for (let i = 0; i < 30; i++) expect(await code(scan(makeLetterCode(Math.random)))).toBe('notices.slip-unknown');
    expect(await code(scan())).toBe('accounts.too-many-tries');
    expect(await scan(slip, 'o-second')).toEqual({ again: false });
    b.clock.at += DAY;
    expect(await scan()).toEqual({ again: true });
  });

  it('keeps no code, and forgets slips after two months', async () => {
    const stored = await b.deps.store.list('noticeSlips', { where: { at: { gt: 0 } }, limit: 10 });
    expect(JSON.stringify(stored)).not.toContain(slip);
    b.clock.at += 61 * DAY;
    const fresh = await print();
    await retain(b.deps, Number.POSITIVE_INFINITY);
    expect(await code(scan())).toBe('notices.slip-unknown');
    expect(await scan(fresh)).toEqual({ again: false });
  });
});

describe('the codes of slips', () => {
  it('are read as they were made, and have no letters that are mixed up', () => {
    for (let i = 0; i < 200; i++) {
      const made = makeLetterCode(Math.random);
      expect(made).toMatch(/^[2-9A-HJKMNP-TV-Z]{16}$/);
      expect(readLetterCode(made)).toBe(made);
    }
  });
});
