import * as fc from 'fast-check';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { documentHandlers } from '../cloudfunctions/_server/documents/handlers';
import { apiHandlers } from '../cloudfunctions/_server/kernel/handlers';
import { serve } from '../cloudfunctions/_server/kernel/serve';
import { scopesOf } from '../miniprogram/shared/access/permissions';
import { contract, type MethodName } from '../miniprogram/shared/contract';
import type { Method } from '../miniprogram/shared/contract/method';
import { day, fileId, id } from '../miniprogram/shared/contract/shapes';
import { addDays } from '../miniprogram/shared/domain/calendar';
import { errorCatalogue } from '../miniprogram/shared/errors/catalogue';
import { INPUTS } from './support/access';
import { ASKERS, type Asker, bookingId, importId, MISSING, noticeId, THINGS, TODAY } from './support/access-things';
import { askersIn, remember, seedAccessWorld } from './support/access-world';
import { arbitraryOf, mutated, type Pools } from './support/arbitraries';
import { type Backend, startBackend } from './support/backend';
import { upload, workbookOf } from './support/rosters';

/**
 * Whatever a phone sends, it gets an answer of the contract or a refusal of the catalogue, and never `system.internal`: values
 * that the schemas accept, with ids that exist and ids that do not, and values with one part spoilt.
 */

const METHODS = Object.keys(contract) as MethodName[];
const RUNS = 60;

let backend: Backend;
let restore: () => Promise<void>;
let askers: readonly Asker[];
let roster: string;
/** What the pipeline wrote about the last request it could not explain. */
const faults: unknown[] = [];
let answer: ReturnType<typeof serve>;

beforeAll(async () => {
  backend = await startBackend({ ...apiHandlers, ...documentHandlers });
  const deps = { ...backend.deps, log: (line: { readonly error?: unknown }) => line.error && faults.push(line.error) };
  answer = serve({ ...apiHandlers, ...documentHandlers }, deps);
  await seedAccessWorld(backend);
  askers = await askersIn(backend.deps.store);
  restore = await remember(backend);
});
afterAll(() => backend.close());
beforeEach(async () => {
  faults.length = 0;
  await restore();
  const lines = [{ 姓名: '马小跳', 性别: '男', 出生日期: '2017-05-04', 班级: '五(1)班' }];
  roster = await upload(backend, await workbookOf(lines));
});

const KNOWN_IDS = [...THINGS, MISSING].flatMap((thing) => [
  thing.studentId,
  thing.classId,
  thing.pointId,
  thing.schoolId,
  importId(thing),
  noticeId(thing),
  ...thing.adultIds,
  ...thing.adultIds.map((adultId) => `${noticeId(thing)}:${adultId}`),
  ...['booked', 'checked_in', 'in_call', 'done', 'room', 'offered'].map((status) => bookingId(thing, status)),
  ...[18, 19].map((hour) => `${thing.pointId}:2026-11-26:${hour * 60 + 30}`),
  ...[16, 17].map((hour) => `${thing.pointId}:${TODAY}:${hour * 60}`),
]);

const pools = (): Pools =>
  new Map<v.GenericSchema, fc.Arbitrary<unknown>>([
    [id, fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...KNOWN_IDS) }, arbitraryOf(id))],
    [
      day,
      fc.oneof(
        fc.integer({ min: -30, max: 30 }).map((n) => addDays(TODAY, n)),
        arbitraryOf(day),
      ),
    ],
    [fileId, fc.oneof(fc.constant(roster), arbitraryOf(fileId))],
  ]);

/** Those who may use the method, and now and then everybody. */
const anAsker = (method: MethodName) => {
  const allowed = askers.filter(({ role }) => scopesOf(role, contract[method].permission).length > 0);
  return fc
    .oneof({ weight: 5, arbitrary: fc.constantFrom(...allowed) }, fc.constantFrom(...askers))
    .map(({ openid }) => openid);
};

/** What the schema accepts, with fields of a request that makes sense among it, so that handlers are reached and not only refusals. */
const requests = (method: MethodName): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      arbitraryOf((contract[method] as Method).input, pools()),
      fc.constantFrom(...THINGS, ...THINGS, MISSING),
      fc.nat(),
      fc.infiniteStream(fc.integer({ min: 0, max: 3 })),
    )
    .map(([made, thing, n, dice]) => {
      const adultId = thing.adultIds[n % thing.adultIds.length] ?? '';
      const sensible = INPUTS[method].input({ thing, adultId, fileId: roster });
      const taken = Object.entries(sensible).filter(() => dice.next().value !== 0);
      return { ...(made as object), ...Object.fromEntries(taken) };
    });

async function isExplained(method: MethodName, openid: string, input: unknown): Promise<void> {
  const reply = await answer({ method, input: JSON.parse(JSON.stringify(input ?? null)) }, openid);
  expect(faults).toEqual([]);
  const { output }: Method = contract[method];
  if (reply.ok) expect(v.safeParse(output, JSON.parse(JSON.stringify(reply.data))).issues).toBeUndefined();
  else expect(Object.keys(errorCatalogue)).toContain(reply.code);
}

describe.each(METHODS)('%s', (method) => {
  const inputs = { valid: () => requests(method), spoilt: () => mutated(requests(method)) };

  it.each(['valid', 'spoilt'] as const)('explains itself: %s input', async (kind) => {
    await fc.assert(
      fc.asyncProperty(anAsker(method), inputs[kind](), (openid, value) => isExplained(method, openid, value)),
      { numRuns: RUNS },
    );
  });
});

it('nobody is asked about who is not in the cast', () => {
  expect(askers.map(({ openid }) => openid)).toEqual(ASKERS.map(([, openid]) => openid));
});

it('envelopes of any shape are refused with a code', async () => {
  const anything = fc.oneof(fc.anything({ withNullPrototype: false }), fc.constantFrom(...METHODS));
  await fc.assert(
    fc.asyncProperty(anything, anything, anything, async (method, input, as) => {
      const event = JSON.parse(JSON.stringify({ method, input, as, requestId: as }));
      const reply = await answer(event, 'o-t-head');
      expect(faults).toEqual([]);
      expect(reply.ok || Object.hasOwn(errorCatalogue, reply.code)).toBe(true);
    }),
    { numRuns: 200 },
  );
});
