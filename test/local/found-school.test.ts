import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collections } from '../../cloudfunctions/_server/data/collections';
import { createVault } from '../../cloudfunctions/_server/data/crypto';
import { createStore, type Store } from '../../cloudfunctions/_server/data/store';
import { type LocalCloud, startCloud } from '../../local/cloud';
import { readSchoolFile } from '../../scripts/school-file';
import { ROOT } from '../support/sources';
import { connect } from './cloud.support';

const EXAMPLE = join(ROOT, 'docs/school.example.json');
const SECRET = Buffer.alloc(32, 5).toString('base64');

let cloud: LocalCloud;
let store: Store;
const folder = mkdtempSync(join(tmpdir(), 'found-'));
const envFile = join(folder, 'env');

beforeAll(async () => {
  cloud = await startCloud({ collections, functions: [], strictIndexes: true });
  store = createStore(connect(cloud).database({}), Math.random);
  const variables = { ...cloud.sdkEnv, FIELD_KEYS: `k1:${SECRET}` };
  writeFileSync(
    envFile,
    Object.entries(variables)
      .map(([name, value]) => `${name}='${value}'\n`)
      .join(''),
  );
});
afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true });
});

/** The script as an operator runs it, without anything of this process's environment that could point elsewhere. */
function run(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'scripts/found-school.ts'), ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH },
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (bytes) => (said.out += bytes));
  child.stderr.on('data', (bytes) => (said.err += bytes));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...said })));
}

const codesIn = (text: string): string[] => text.match(/\d{3} \d{3} \d{3}/g) ?? [];

describe('school:found', () => {
  it('founds the school of the example, and prints codes that are stored as hashes', async () => {
    const { code, out, err } = await run('--file', EXAMPLE, '--env-file', envFile);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [school] = await store.list('schools', { where: { county: '示范县' }, limit: 2 });
    expect(school).toMatchObject({
      points: [{ kind: 'phone' }, { kind: 'video' }],
      exceptions: ['2026-10-01', '2026-10-02'].map((day) => ({ day, kind: 'closed' })),
      slotMinutes: 15,
      planning: { weekday: 1, minute: 720 },
    });
    expect(school?.windows).toHaveLength(14);
    const staff = await store.list('staff', { where: { schoolId: school?._id ?? '' }, limit: 20 });
    expect(staff).toHaveLength(7);
    expect(staff.find(({ role }) => role === 'booth')?.pointId).toBe(school?.points[1]?.id);
    expect(staff.find(({ name }) => name === '演示班主任')?.classIds).toHaveLength(1);
    const duty = staff.find(({ name }) => name === '演示值日老师');
    expect(school?.duty).toEqual([1, 3, 5].map((weekday) => ({ weekday, staffIds: [duty?._id] })));
    const codes = codesIn(out);
    expect(new Set(codes).size).toBe(7);
    const vault = createVault([['k1', SECRET]]);
    for (const shown of codes)
      expect(await store.get('invites', vault.blind('invite', shown.replaceAll(' ', '')))).toMatchObject({
        status: 'open',
      });
  });

  it('run again finds everybody there and shows the same codes', async () => {
    const [first, again] = [
      await run('--file', EXAMPLE, '--env-file', envFile),
      await run('--file', EXAMPLE, '--env-file', envFile),
    ];
    expect(codesIn(again.out)).toEqual(codesIn(first.out));
    expect(await store.count('staff', {})).toBe(7);
    expect(await store.count('schools', {})).toBe(1);
  });

  it('says in one sentence what is missing, without a stack', async () => {
    writeFileSync(join(folder, 'empty'), '');
    const noEnvironment = await run('--file', EXAMPLE, '--env-file', join(folder, 'empty'));
    expect(noEnvironment.code).toBe(1);
    expect(noEnvironment.err).toMatch(/还缺这些环境变量[\s\S]*FIELD_KEYS/);
    expect(noEnvironment.err).not.toContain('    at ');
    expect((await run()).err).toContain('请写明学校文件');
  });
});

type Example = { staff: Record<string, unknown>[] } & Record<string, unknown>;
const changed = (change: (file: Example) => void): string => {
  const file = JSON.parse(readFileSync(EXAMPLE, 'utf8')) as Example;
  change(file);
  return JSON.stringify(file);
};

describe('a school file', () => {
  it.each<[string, (file: Example) => void, RegExp]>([
    [
      'a word it does not know',
      (f) => (f.staff[0] = { role: '教师', name: '甲' }),
      /staff\.0\.role：只能是：老师、心理老师、校长室/,
    ],
    ['a key it does not know', (f) => (f.princpal = '甲'), /princpal：不认识这一项/],
    ['a missing part', (f) => delete f.county, /county：缺这一项/],
    ['a day that is none', (f) => (f.closedDays = ['2026-02-30']), /closedDays\.0：要写成 2026-09-01/],
    [
      'a phone as a number',
      (f) => (f.headteacher = { name: '甲', phone: 15400009001 }),
      /headteacher\.phone：要写成文字/,
    ],
    ['a class without a grade', (f) => (f.staff[2] = { role: '老师', name: '甲', classes: ['2班'] }), /读不出「2班」/],
    [
      'two head teachers of a class',
      (f) => f.staff.push({ role: '老师', name: '乙', classes: ['三(2)班'] }),
      /有一个班写了两位班主任/,
    ],
    [
      'a point that is not there',
      (f) => (f.staff[4] = { role: '通话平板', name: '甲', point: '3 号' }),
      /points 里没有「3 号」/,
    ],
    ['a tablet without a point', (f) => (f.staff[4] = { role: '通话平板', name: '甲' }), /要写明放在哪个通话点/],
    ['somebody twice', (f) => f.staff.push({ ...f.staff[0] }), /演示德育主任 写了两次/],
    [
      'hours that overlap',
      (f) => (f.windows = [{ days: ['周一', '周一'], from: '12:00', to: '13:00', for: '全部' }]),
      /windows：.*重叠/,
    ],
    [
      'a day twice',
      (f) => {
        f.closedDays = ['2026-12-01'];
        f.specialDays = [{ day: '2026-12-01', as: '周五' }];
      },
      /closedDays 和 specialDays：.*两次/,
    ],
    [
      'free periods of a class without a grade',
      (f) => (f.freePeriods = [{ class: '2班', days: ['周一'], from: '12:00', to: '13:00' }]),
      /freePeriods\.0\.class：读不出「2班」/,
    ],
    ['a setting beyond its limits', (f) => (f.settings = { slotMinutes: 7 }), /settings\.slotMinutes：要是 5 的倍数/],
    [
      'a change-over that eats the call',
      (f) => (f.settings = { changeoverMinutes: 15 }),
      /settings\.changeoverMinutes：/,
    ],
    [
      'a channel that the point does not carry',
      (f) => (f.settings = { channels: { phone: ['微信'], video: ['微信'] } }),
      /settings\.channels\.phone：/,
    ],
    [
      'a term that ends first',
      (f) => (f.term = { name: '甲', from: '2027-01-20', to: '2026-09-01' }),
      /结束要在开始以后/,
    ],
  ])('with %s is refused with its place', (_what, change, sentence) => {
    expect(() => readSchoolFile(changed(change))).toThrow(sentence);
  });

  it('may name all that a school can set', () => {
    const text = changed((file) => {
      file.windows = [
        { days: ['周一'], from: '12:00', to: '13:00', for: '全部', since: '2026-10-01', until: '2026-12-31' },
      ];
      file.closedDays = ['2026-12-24'];
      file.specialDays = [
        { day: '2026-12-25', hours: [{ from: '09:00', to: '10:00' }], note: '补课' },
        { day: '2026-12-26', as: '周五' },
      ];
      file.freePeriods = [{ class: '三年级2班', days: ['周一', '周二'], from: '12:00', to: '12:30' }];
      file.settings = {
        yearsTold: [2030],
        slotMinutes: 20,
        weeklyQuota: 2,
        channels: { phone: ['电话'], video: ['小程序视频', '小程序语音', '微信', '电话'] },
        planning: { day: '周五', at: '18:00' },
        sms: { on: true, capFen: 3000, feeFen: 5 },
        longTerm: true,
      };
    });
    expect(readSchoolFile(text).school).toMatchObject({
      windows: [{ weekday: 1, from: 720, to: 780, for: 'all', since: '2026-10-01', until: '2026-12-31' }],
      exceptions: [
        { day: '2026-12-24', kind: 'closed' },
        { day: '2026-12-25', kind: 'extra', hours: [{ from: 540, to: 600 }], weekday: null, note: '补课' },
        { day: '2026-12-26', kind: 'as', hours: [], weekday: 5, note: '' },
      ],
      freePeriods: [1, 2].map((weekday) => ({ className: '三年级2班', weekday, from: 720, to: 750 })),
      settings: {
        yearsTold: [2030],
        slotMinutes: 20,
        weeklyQuota: 2,
        channels: { phone: ['phone'], video: ['voip_video', 'voip_voice', 'wechat', 'phone'] },
        planning: { weekday: 5, minute: 1080 },
        sms: { on: true, capFen: 3000, feeFen: 5 },
        longTerm: true,
      },
    });
    const without = changed((file) => (file.settings = { planning: null }));
    expect(readSchoolFile(without).school.settings).toEqual({ planning: null });
  });

  it('that is no JSON is refused', () => {
    expect(() => readSchoolFile('{ "name": ')).toThrow('这个文件不是 JSON');
  });

  it('names all mistakes at once', () => {
    const text = changed((file) => {
      delete file.county;
      file.closedDays = ['昨天'];
    });
    expect(() => readSchoolFile(text)).toThrow(/要改 2 处[\s\S]*county[\s\S]*closedDays/);
  });
});
