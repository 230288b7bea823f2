/**
 * Whole imports at random: rosters whose children are nearly those of the file, columns that a person explains, decisions on near and gone ones, cut
 * off anywhere, and taken back. Seconds by default; `FUZZ_MINUTES=10 npx vitest run test/cloud/roster.fuzz` for a real run.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Store } from '../../cloudfunctions/_server/data/store';
import { documentHandlers } from '../../cloudfunctions/_server/documents/handlers';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import { resumeImports } from '../../cloudfunctions/_server/roster/upkeep';
import { ADMIN, aKey, rosterBackend } from '../support/roster-import';
import { idNumber, type Line, upload, workbookOf } from '../support/rosters';

const { backend, bringIn, all } = await rosterBackend();
const { store, vault } = backend.deps;
const LONG_MS = Number(process.env.FUZZ_MINUTES ?? 0) * 60_000;
const seed = process.env.FUZZ_SEED ? { seed: Number(process.env.FUZZ_SEED) } : {};

const CHILDREN: readonly Line[] = Array.from({ length: 7 }, (_, i) => ({
  ...{ 姓名: `${'白林周王李赵陈'[i]}小${'云雨海雪花军山'[i]}`, 性别: '女', 出生日期: `2016-0${(i % 6) + 1}-0${i + 2}` },
  ...(i % 2 === 0 && { 身份证号: idNumber(`2016-0${(i % 6) + 1}-0${i + 2}`, 2 * i + 2) }),
  ...{
    班级: i % 3 ? '四(1)班' : '四(2)班',
    父亲姓名: `大${'山水云'[i % 3]}`,
    父亲电话: `1700000050${Math.floor(i / 2)}`,
    父亲班次: '夜班',
  },
  ...(i % 3 === 0 && { 受委托人姓名: '刘奶奶', 与儿童关系: '奶奶', 受委托人电话: '17000000599' }),
}));
/** How a row differs from what was told before: not at all, plainly, or so that only a person could know the child again. */
const TURNS: readonly ((line: Line) => Line)[] = [
  (line) => line,
  (line) => ({ ...line, 班级: '五(1)班', 民族: '苗', 身体状况: '健康' }),
  (line) => ({ ...line, 姓名: `${line.姓名?.slice(0, 2)}芸`, 身份证号: '' }),
  (line) => ({ ...line, 出生日期: line.出生日期?.replace(/-(\d\d)-(\d\d)/, '-$2-$1') ?? '', 身份证号: '' }),
  (line) => ({ ...line, 父亲电话: '17000000600', 父亲班次: '两班倒', 联系限制: '父亲不得探视' }),
  (line) => ({ ...line, 父亲姓名: '', 受委托人姓名: '刘奶奶', 与儿童关系: '外婆', 受委托人电话: '17000000599' }),
];

async function plainly() {
  const open = (doc: object) =>
    Object.fromEntries(
      Object.entries(doc).map(([key, value]) => [
        key,
        typeof value === 'string' && value.startsWith('t1.')
          ? vault.open(value as never)
          : Array.isArray(value) && key === 'keys'
            ? [...value].sort()
            : value,
      ]),
    );
  const { classes, students, familyMembers } = await all();
  return { classes, students: students.map(open), familyMembers: familyMembers.map(open) };
}

/** A store that dies at its nth write. */
function dyingAt(whole: Store, n: number): Store {
  let left = n;
  const dies = <F extends (...args: never[]) => Promise<unknown>>(write: F): F =>
    ((...args: Parameters<F>) => {
      left -= 1;
      return left < 0 ? Promise.reject(new Error('stopped')) : write(...args);
    }) as F;
  return {
    ...whole,
    insert: dies(whole.insert),
    updateWhere: dies(whole.updateWhere),
    removeWhere: dies(whole.removeWhere),
  };
}

/** Asks a function that is stopped at a write; the timer finishes what it began, or the request is sent again. */
async function ask(method: 'roster.confirm' | 'roster.takeBack', input: object, stopAt: number) {
  const cut = { ...backend.deps, store: dyingAt(store, stopAt) };
  const answer = await serve(documentHandlers, cut)({ method, input }, ADMIN);
  if (answer.ok) return;
  expect(answer.code).toBe('system.internal');
  backend.clock.at += 120_000;
  await resumeImports(backend.deps);
  await backend.call(ADMIN, method, input as never);
}

const row = fc.record({ who: fc.nat(CHILDREN.length - 1), turn: fc.nat(TURNS.length - 1) });
const rows = fc.uniqueArray(row, { selector: ({ who }) => who, minLength: 1 });
const act = fc.record({
  first: rows,
  second: rows,
  sure: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
  byHand: fc.boolean(),
  stops: fc.tuple(fc.nat(14), fc.nat(14)),
});

it(
  'an import that is decided on, cut off and taken back leaves what was before',
  async () => {
    const until = Date.now() + (LONG_MS || 6_000);
    do {
      await fc.assert(
        fc.asyncProperty(act, async ({ first, second, sure, byHand, stops }) => {
          await backend.renew();
          await bringIn(first.map(({ who }) => CHILDREN[who] ?? {}));
          backend.clock.at += 1000;
          const before = await plainly();
          const lines = second.map(({ who, turn }) => (TURNS[turn] ?? TURNS[0])?.(CHILDREN[who] ?? {}) ?? {});
          // One title that nobody could know.
          const odd = lines.map((line) =>
            Object.fromEntries(
              Object.entries(line).map(([title, value]) => [byHand && title === '父亲电话' ? '号码甲' : title, value]),
            ),
          );
          const fileId = await upload(backend, await workbookOf(odd));
          const titles = [...new Set(odd.flatMap((line) => Object.keys(line)))];
          const columns = byHand ? [{ sheet: '名册', index: titles.indexOf('号码甲'), key: 'father.phone' }] : [];
          const seen = await backend.call(ADMIN, 'roster.preview', {
            key: aKey(),
            fileId,
            fileName: '名册.xlsx',
            columns,
          });
          expect(seen.fresh + seen.changed + seen.same).toBe(seen.pupils);
          const meant = new Set<string>();
          const same = seen.near.flatMap(({ sheet, row, candidates }, i) => {
            const one = candidates.find(({ id }) => !meant.has(id));
            if (!one || !sure[i]) return [];
            meant.add(one.id);
            return [{ sheet, row, studentId: one.id }];
          });
          const leave = seen.gone.filter(({ id }, i) => !meant.has(id) && sure[i]).map(({ id }) => id);
          if (seen.errors > 0) return;
          await ask('roster.confirm', { importId: seen.importId, same, leave }, stops[0]);
          const { students } = await all();
          expect(new Set(students.map(({ _id }) => _id)).size).toBe(before.students.length + seen.fresh - same.length);
          expect(students.filter(({ status }) => status === 'left')).toHaveLength(leave.length);
          const again = await backend.call(ADMIN, 'roster.preview', {
            key: aKey(),
            fileId: await upload(backend, await workbookOf(lines)),
            fileName: '名册.xlsx',
          });
          expect(again).toMatchObject({ fresh: 0, changed: 0, same: again.pupils });
          await ask('roster.takeBack', { importId: seen.importId }, stops[1]);
          expect(await plainly()).toEqual(before);
        }),
        {
          // Whole rounds only: what is interrupted would go on writing into the next one's world.
          numRuns: 4,
          ...seed,
        },
      );
    } while (Date.now() < until);
  },
  (LONG_MS || 6_000) + 120_000,
);
