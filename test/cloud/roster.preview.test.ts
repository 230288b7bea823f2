import { describe, expect, it } from 'vitest';
import type { RosterImport } from '../../cloudfunctions/_server/data/documents';
import { forgetRosters } from '../../cloudfunctions/_server/roster/upkeep';
import { seedLittleSchool } from '../support/builders';
import { CORPUS } from '../support/roster-corpus';
import { ADMIN, aKey, rosterBackend } from '../support/roster-import';
import { FAMILIES, upload, workbookOf } from '../support/rosters';

const { backend, preview, all } = await rosterBackend();

describe('roster.preview', () => {
  it('says what was understood and changes nothing', async () => {
    const answer = await preview([...FAMILIES.map((line) => ({ ...line, 爱好: '画画' }))]);
    expect(answer).toMatchObject({
      rows: 3,
      pupils: 3,
      leftBehind: 3,
      classes: [
        { name: '一(1)班', pupils: 1 },
        { name: '三(2)班', pupils: 2 },
      ],
      familyMembers: 6,
      fresh: 3,
      changed: 0,
      same: 0,
      errors: 0,
    });
    expect(answer.columns).toContainEqual(
      expect.objectContaining({ sheet: '名册', header: '爱好', key: null, meaning: null, byHand: false }),
    );
    expect(answer.columns.find(({ header }) => header === '父亲电话')?.meaning).toContain('父亲');
    expect(answer.sample[0]).toMatchObject({ row: 2, name: '林小雨', className: '三(2)班' });
    expect(answer.sample[0]?.family).toBe('父亲林大山、母亲陈秀兰、奶奶刘桂花');
    expect(await all()).toEqual({ classes: [], students: [], familyMembers: [] });
  });

  it('tells errors row by row, and such a roster cannot be confirmed', async () => {
    const answer = await preview([...FAMILIES, { 姓名: '马小跳', 性别: '男', 身份证号: '123', 班级: '三(2)班' }]);
    expect(answer.errors).toBeGreaterThan(0);
    expect(answer.doubts[0]).toMatchObject({ row: 5, severity: 'error' });
    const refused = await backend.reply(ADMIN, 'roster.confirm', { importId: answer.importId });
    expect(refused).toMatchObject({ ok: false, code: 'roster.has-errors', details: { count: answer.errors } });
    expect((await all()).students).toEqual([]);
  });

  it.each([
    ['not-a-workbook', new TextEncoder().encode('hello')],
    ['old-xls', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0)],
    ['too-large', new Uint8Array(10 * 1024 * 1024 + 1)],
  ])('refuses a file that is %s', async (problem, bytes) => {
    const fileId = await upload(backend, bytes);
    const refused = await backend.reply(ADMIN, 'roster.preview', { key: aKey(), fileId, fileName: '名册.xlsx' });
    expect(refused).toMatchObject({ ok: false, code: 'roster.unreadable', details: { problem } });
  });

  it('refuses a sheet without a header and one without pupils', async () => {
    const noHeader = await upload(backend, await workbookOf([{ 甲: '1', 乙: '2' }]));
    expect(
      await backend.reply(ADMIN, 'roster.preview', { key: aKey(), fileId: noHeader, fileName: 'a.xlsx' }),
    ).toMatchObject({
      code: 'roster.unreadable',
      details: { problem: 'no-header' },
    });
    const nobody = await upload(backend, await workbookOf([{ 姓名: '', 性别: '', 班级: '' }]));
    expect(
      await backend.reply(ADMIN, 'roster.preview', { key: aKey(), fileId: nobody, fileName: 'a.xlsx' }),
    ).toMatchObject({
      code: 'roster.unreadable',
      details: { problem: 'empty' },
    });
  });

  it('says which sheet nobody sees, which rows, and that macros stay where they are', async () => {
    const file = CORPUS.find(({ name }) => name.startsWith('hidden rows'))?.bytes() ?? new Uint8Array();
    const fileId = await upload(backend, file);
    const { doubts, pupils } = await backend.call(ADMIN, 'roster.preview', {
      key: aKey(),
      fileId,
      fileName: '名册.xlsx',
    });
    expect(pupils).toBe(2);
    expect(doubts.map(({ row, severity }) => ({ row, severity }))).toEqual([
      { row: 3, severity: 'warning' },
      { row: 1, severity: 'warning' },
    ]);
    expect(doubts[0]?.text).toContain('第 3 行');
    expect(doubts[1]?.text).toMatch(/^「去年」.*隐藏/);
    const macros = await upload(backend, CORPUS.find(({ fileName }) => fileName === '名册.xlsm')?.bytes() ?? file);
    const answer = await backend.call(ADMIN, 'roster.preview', { key: aKey(), fileId: macros, fileName: '名册.xlsm' });
    expect(answer.doubts[0]).toMatchObject({ row: 0, column: null, text: expect.stringContaining('宏没有运行') });
  });

  it('reads uploads only, and of those what is there', async () => {
    const elsewhere = await backend.cloud.upload('out/cards/a.xlsx', await workbookOf(FAMILIES), ADMIN);
    const gone = elsewhere.replace('out/cards/a.xlsx', 'u/gone.xlsx');
    for (const fileId of [elsewhere, gone])
      expect(await backend.reply(ADMIN, 'roster.preview', { key: aKey(), fileId, fileName: 'a.xlsx' })).toMatchObject({
        code: 'common.not-found',
      });
  });

  it('is for the headteacher', async () => {
    await seedLittleSchool(backend.deps.store, backend.deps.vault);
    for (const openid of ['o-t-head', 'o-m-father', 'o-t-bureau', 'o-t-booth', 'o-t-mind'])
      for (const [method, input] of [
        ['roster.preview', { key: 'some-key', fileId: 'cloud://x/u/a', fileName: 'a.xlsx' }],
        ['roster.confirm', { importId: 'i' }],
      ] as const)
        expect(await backend.reply(openid, method, input as never)).toMatchObject({ code: 'auth.forbidden' });
    expect(await backend.reply('o-nobody', 'roster.confirm', { importId: 'i' })).toMatchObject({
      code: 'auth.unbound',
    });
  });
});

describe('the sheet itself, which names every number in plain', () => {
  const sheets = async (status: RosterImport['status']) => {
    const imports = await backend.deps.store.list('imports', {
      where: { status },
      orderBy: [['at', 'asc']],
      limit: 10,
    });
    return backend.deps.files.links(imports.map(({ fileId }) => fileId));
  };

  it('is gone once it was applied', async () => {
    const { importId } = await preview(FAMILIES);
    expect(await sheets('previewed')).toEqual([expect.any(String)]);
    await backend.call(ADMIN, 'roster.confirm', { importId });
    expect(await sheets('applied')).toEqual([null]);
  });

  it('is gone where it could not be read: an old .xls has all the numbers too', async () => {
    const oldXls = Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0);
    const [sheet, photo] = [await upload(backend, oldXls, 'a.xls'), await upload(backend, oldXls, 'a.jpg')];
    for (const fileId of [sheet, photo])
      expect(await backend.reply(ADMIN, 'roster.preview', { key: aKey(), fileId, fileName: 'a.xls' })).toMatchObject({
        code: 'roster.unreadable',
      });
    // Nobody takes away somebody's photo by naming it here.
    expect(await backend.deps.files.links([sheet, photo])).toEqual([null, expect.any(String)]);
  });

  it('is gone a day after nobody confirmed it, and then has to be chosen again', async () => {
    const { importId } = await preview(FAMILIES);
    expect(await forgetRosters(backend.deps)).toBe(0);
    backend.clock.at += 86_400_000;
    expect(await forgetRosters(backend.deps)).toBe(1);
    expect(await sheets('forgotten')).toEqual([null]);
    expect(await backend.reply(ADMIN, 'roster.confirm', { importId })).toMatchObject({ code: 'roster.changed' });
  });
});
