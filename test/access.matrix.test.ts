import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { collections } from '../cloudfunctions/_server/data/collections';
import type { Consent } from '../cloudfunctions/_server/data/documents';
import { documentHandlers } from '../cloudfunctions/_server/documents/handlers';
import { apiHandlers } from '../cloudfunctions/_server/kernel/handlers';
import { serve } from '../cloudfunctions/_server/kernel/serve';
import { type LocalCloud, startCloud } from '../local/cloud';
import { contract, type MethodName, type Reply } from '../miniprogram/shared/contract';
import type { ConsentState, Purpose } from '../miniprogram/shared/domain/consents';
import { buildFunctions } from '../scripts/build';
import { deployedFunctions } from '../scripts/functions';
import { INPUTS } from './support/access';
import { expected, mayAppear, type Outcome, thingsFor } from './support/access-expected';
import { type Asker, MISSING, type Row, THINGS, type Thing } from './support/access-things';
import { askersIn, remember, seedAccessWorld } from './support/access-world';
import { type Backend, startBackend } from './support/backend';
import { aConsent, aStaff, withAccounts } from './support/builders';
import { upload, workbookOf } from './support/rosters';

/** Every method × everybody × everything, derived from the contract and the permissions: nobody gets further than written there. */

const METHODS = Object.keys(contract) as MethodName[];
const WRITES = /insert|modify|remove|upload/i;

let backend: Backend;
let restore: () => Promise<void>;
let askers: readonly Asker[];
let roster: Uint8Array;
let fileId: string;

/** What the children's guardians answered, beside what the world holds. */
let answered: readonly Consent[] = [];

async function anew(): Promise<void> {
  await restore();
  if (answered.length > 0) await backend.deps.store.insert('consents', answered);
  fileId = await upload(backend, roster);
}

beforeAll(async () => {
  roster = await workbookOf([{ 姓名: '马小跳', 性别: '男', 出生日期: '2017-05-04', 班级: '五(1)班' }]);
  backend = await startBackend({ ...apiHandlers, ...documentHandlers });
  await seedAccessWorld(backend);
  askers = await askersIn(backend.deps.store);
  restore = await remember(backend);
});
afterAll(() => backend.close());

interface Cell {
  readonly asker: Asker;
  readonly thing: Thing;
  readonly reply: Reply;
  readonly wrote: boolean;
  readonly audited: number;
}

async function ask(method: MethodName, asker: Asker, thing: Thing, over: object = {}): Promise<Cell> {
  const me = thing.adultIds.find((id) => id === asker.person?._id);
  const input = { ...INPUTS[method].input({ thing, adultId: me ?? thing.adultIds[0] ?? '', fileId }), ...over };
  backend.cloud.operations.reset();
  const reply = await backend.reply(asker.openid, method, input as never);
  const wrote = backend.cloud.operations.log().some(({ action }) => WRITES.test(action));
  const audited = backend.cloud.database.counts().audit ?? 0;
  if (wrote) await anew();
  return { asker, thing, reply, wrote, audited };
}

const outcomeOf = (reply: Reply): Outcome => (reply.ok ? 'ok' : reply.code);
const title = ({ asker, thing }: Pick<Cell, 'asker' | 'thing'>) => `${asker.key} → ${thing.key}`;
const table = (cells: readonly Cell[], of: (cell: Cell) => unknown) =>
  Object.fromEntries(cells.map((cell) => [title(cell), of(cell)]));

it('has a row for every method', () => {
  expect(Object.keys(INPUTS).sort()).toEqual([...METHODS].sort());
});

describe.each(METHODS)('%s', (method) => {
  const cells: Cell[] = [];

  beforeAll(async () => {
    await anew();
    for (const asker of askers)
      for (const thing of thingsFor(INPUTS[method].about)) cells.push(await ask(method, asker, thing));
  });

  it('answers everybody as the permissions say', () => {
    expect(table(cells, ({ reply }) => outcomeOf(reply))).toEqual(
      table(cells, ({ asker, thing }) => expected(method, asker, thing)),
    );
    expect(cells.some(({ reply }) => reply.ok)).toBe(true);
  });

  it('tells nobody what is somebody else’s from what is not there', () => {
    const unseen = cells.filter(({ reply }) => !reply.ok && reply.code === 'common.not-found');
    const bytes = new Set(unseen.map(({ reply: { ...rest } }) => JSON.stringify({ ...rest, trace: '' })));
    expect([...bytes].length).toBeLessThanOrEqual(1);
    const { about } = INPUTS[method];
    if (about !== 'nothing' && about !== 'filter')
      expect(unseen.map(({ thing }) => thing)).toEqual(expect.arrayContaining([MISSING]));
  });

  it('writes nothing when it refuses', () => {
    expect(cells.filter(({ reply, wrote }) => !reply.ok && wrote).map(title)).toEqual([]);
  });

  it('tells of no child beyond the scope, and shows neither a seal nor an openid but the caller’s own where it must', () => {
    const { tellsOwnOpenid = false } = INPUTS[method];
    const told = cells.flatMap((cell) => {
      const answer = cell.reply.ok ? JSON.stringify(cell.reply.data) : '';
      const text = tellsOwnOpenid ? answer.replaceAll(cell.asker.openid, '') : answer;
      const visible = mayAppear(method, cell.asker);
      const leaks = THINGS.filter((thing) => !visible(thing.studentId) && mentions(text, thing)).map(({ key }) => key);
      return [...leaks, ...(text.match(/"t1\.[\w-]+|\bo-[mt]-\w+/g) ?? [])].map((leak) => `${title(cell)}: ${leak}`);
    });
    expect(told).toEqual([]);
  });

  it('leaves one entry in the access log when it opened a file, else none', () => {
    const { audited = false }: { readonly audited?: boolean } = contract[method];
    const row: Pick<Row<MethodName>, 'opensFile'> = INPUTS[method];
    const opensFile = row.opensFile ?? audited;
    const opens = (asker: Asker) =>
      typeof opensFile === 'function'
        ? opensFile(asker)
        : opensFile === 'staff'
          ? asker.role !== 'parent' && asker.role !== 'guardian'
          : opensFile;
    expect(table(cells, (cell) => cell.audited)).toEqual(
      table(cells, ({ asker, reply }) => Number(opens(asker) && reply.ok)),
    );
  });
});

const mentions = (text: string, { studentId, name }: Thing): boolean =>
  text.includes(`"${studentId}"`) || text.includes(name);

/** What needs a guardian's yes for a purpose, and how it is asked for. */
const NEEDS_YES: readonly { readonly method: MethodName; readonly purpose: Purpose; readonly over: () => object }[] = [
  { method: 'records.write', purpose: 'photos', over: () => ({ photos: [fileId], photosConsented: true }) },
  { method: 'transfer.leave', purpose: 'transfer', over: () => ({ how: 'transferred', withFile: true }) },
];
const STATES: readonly (readonly [ConsentState, Consent['answer'] | null])[] = [
  ['unasked', null],
  ['given', 'given'],
  ['refused', 'refused'],
];

describe.each(NEEDS_YES.flatMap((one) => STATES.map(([state, answer]) => ({ ...one, state, answer }))))(
  '$method with consent to $purpose $state',
  ({ method, purpose, over, state, answer }) => {
    afterAll(() => {
      answered = [];
    });

    it('goes as far as the permissions, and no further without a yes', async () => {
      const children = THINGS.filter(({ key }) => key !== 'later');
      answered = answer
        ? children.map(({ studentId, schoolId, classId, adultIds: [memberId = ''] }) =>
            aConsent({ studentId, schoolId, classId, memberId, purpose, answer }),
          )
        : [];
      await anew();
      const cells: Cell[] = [];
      for (const asker of askers)
        for (const thing of thingsFor(INPUTS[method].about)) cells.push(await ask(method, asker, thing, over()));
      const allowed = (cell: Cell) => expected(method, cell.asker, cell.thing);
      expect(table(cells, ({ reply }) => outcomeOf(reply))).toEqual(
        table(cells, (cell) => (allowed(cell) === 'ok' && state !== 'given' ? 'privacy.not-agreed' : allowed(cell))),
      );
      expect(cells.filter(({ reply, wrote }) => !reply.ok && wrote).map(title)).toEqual([]);
    });
  },
);

describe('who somebody is', () => {
  beforeEach(anew);
  const open = async (openid: string, as?: string) => (await backend.call(openid, 'home.open', {}, as)).home;

  it.each([
    ['familyMembers', 'm-father'],
    ['staff', 't-head'],
  ] as const)('is read anew at each call: %s whose WeChat was taken off is a stranger', async (people, id) => {
    expect((await open(`o-${id}`)).kind).not.toBe('stranger');
    await backend.deps.store.updateWhere(people, { _id: id }, { set: { openid: null } });
    expect((await open(`o-${id}`)).kind).toBe('stranger');
    expect(await backend.reply(`o-${id}`, 'contacts.file', { studentId: 's-yu' })).toMatchObject({
      ok: false,
      code: 'auth.unbound',
    });
  });

  it('is nobody where another WeChat was bound to the person since', async () => {
    await backend.deps.store.updateWhere('familyMembers', { _id: 'm-father' }, { set: { openid: 'o-new' } });
    expect((await open('o-m-father')).kind).toBe('stranger');
  });

  it('changes with the class at the next call', async () => {
    await backend.deps.store.updateWhere('staff', { _id: 't-head' }, { set: { classIds: ['c11'] } });
    expect(await backend.reply('o-t-head', 'contacts.file', { studentId: 's-yu' })).toMatchObject({
      code: 'common.not-found',
    });
    expect(await backend.reply('o-t-head', 'contacts.file', { studentId: 's-other' })).toMatchObject({ ok: true });
  });

  it('cannot be somebody else by naming a membership that is not one’s own', async () => {
    for (const as of ['t-admin', 'm-mother', 't-nobody', '__proto__', ''])
      expect(await backend.call('o-m-father', 'home.open', {}, as)).toMatchObject({
        current: 'm-father',
        home: { kind: 'family' },
      });
    expect((await open('o-nobody', 't-admin')).kind).toBe('stranger');
  });

  it('is one of one’s own memberships at a time', async () => {
    await withAccounts(backend.deps.store, [aStaff({ _id: 't-both', openid: 'o-m-father', classIds: ['c11'] })]);
    expect((await open('o-m-father', 't-both')).kind).toBe('teacher');
    expect((await open('o-m-father', 'm-father')).kind).toBe('family');
    const other = { studentId: 's-other' };
    expect(await backend.reply('o-m-father', 'contacts.file', other, 't-both')).toMatchObject({ ok: true });
    expect(await backend.reply('o-m-father', 'contacts.file', other, 'm-father')).toMatchObject({
      code: 'common.not-found',
    });
  });

  it('must be vouched for by WeChat, whatever the event says', async () => {
    const event = { method: 'contacts.file', input: { studentId: 's-yu' }, openid: 'o-t-head', WX_OPENID: 'o-t-head' };
    const answer = serve(apiHandlers, backend.deps);
    expect(await answer(event, undefined)).toMatchObject({ ok: false, code: 'auth.unbound' });
    expect(await answer(event, 'o-nobody')).toMatchObject({ ok: false, code: 'auth.unbound' });
  });

  it.each(['__proto__', 'constructor', 'toString', '', 'home', 7, null])('%s is no method', async (method) => {
    expect(await serve(apiHandlers, backend.deps)({ method: method as string, input: {} }, 'o-t-head')).toMatchObject({
      ok: false,
      code: 'system.version',
    });
  });
});

describe('functions that are not for clients', () => {
  const names = ['jobs', 'wechat'];
  let cloud: LocalCloud;

  beforeAll(async () => {
    await buildFunctions();
    const fieldKeys = { FIELD_KEYS: `t1:${Buffer.alloc(32, 7).toString('base64')}` };
    const functions = deployedFunctions()
      .filter(({ name }) => names.includes(name))
      .map((fn) => ({ ...fn, environment: { ...fn.environment, ...fieldKeys } }));
    cloud = await startCloud({ collections, functions });
  });
  afterAll(() => cloud.close());

  it('refuse them, without a look at the database', async () => {
    cloud.operations.reset();
    const client = { openid: 'o-m-father', source: 'wx_client' } as const;
    expect(await cloud.invoke('jobs', { job: 'outbox' }, client)).toEqual({ refused: true });
    expect(await cloud.invoke('wechat', { MsgType: 'event' }, client)).toBe('refused');
    expect(cloud.operations.total('database.')).toBe(0);
  });

  it('run for the timer', async () => {
    expect(await cloud.invoke('jobs', {}, { source: 'wx_timer' })).toEqual({ failed: [] });
  });
});
