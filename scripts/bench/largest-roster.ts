/** The largest roster that may come in, read and applied by the function as it is deployed: in a process of its own, with the memory that it is given. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { collections } from '../../cloudfunctions/_server/data/collections';
import { compose } from '../../cloudfunctions/_server/kernel/compose';
import { foundSchool } from '../../cloudfunctions/_server/school/found';
import { startCloud } from '../../local/cloud';
import type { Output } from '../../miniprogram/shared/contract';
import { buildFunctions } from '../build';
import { deployedFunctions } from '../functions';

const FIELD_KEYS = `bench:${Buffer.alloc(32, 3).toString('base64')}`;
const ADMIN = 'o-roster-admin';

/** How the platform says who calls. */
const CALLER = {
  ...{ WX_OPENID: ADMIN, WX_CONTEXT_KEYS: 'WX_OPENID' },
  ...{ TCB_SOURCE: 'wx_client', TCB_CONTEXT_KEYS: 'TCB_SOURCE' },
};

/** What one request took: seconds of processor and of time, and the most that the process has held so far, in MB. */
export interface Took {
  readonly what: string;
  readonly cpu: number;
  readonly wall: number;
  readonly rss: number;
}
export interface Largest {
  readonly steps: readonly Took[];
  readonly seen: Output<'roster.preview'>;
  readonly again: Output<'roster.preview'>;
  /** What came of the changes, and of taking back them and the first. */
  readonly changed: Output<'roster.preview'>;
  readonly takenBack: readonly Output<'roster.takeBack'>[];
}

/** Runs in the child: reads requests line by line, answers each with its figures. */
const CHILD = `
const { main } = require(process.argv[1]);
require('node:readline').createInterface({ input: process.stdin }).on('line', async (line) => {
  const event = JSON.parse(line);
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  const reply = await main(event, {});
  const { user, system } = process.cpuUsage(cpu);
  const took = { what: event.method, cpu: (user + system) / 1e6, wall: (performance.now() - wall) / 1000, rss: process.resourceUsage().maxRSS / 1024 };
  console.log('#' + JSON.stringify({ reply, took }));
});`;

/**
 * Brings a roster into an empty school, looks at it once more, brings it in with changes, and takes back the one and the other.
 * @param file an .xlsx. @param changed another one, of the same pupils.
 */
export async function largestRoster(file: Uint8Array, changed: Uint8Array): Promise<Largest> {
  const documents = (await buildFunctions()).find(({ name }) => name === 'documents');
  const memory = deployedFunctions().find(({ name }) => name === 'documents')?.memoryMb;
  if (!documents || !memory) throw new Error('the function documents is not deployed');
  const cloud = await startCloud({ collections, strictIndexes: true, functions: [] });
  const environment = { ...cloud.sdkEnv, FIELD_KEYS };
  Object.assign(process.env, environment);
  const { store } = await settle();
  const child = spawn(process.execPath, [`--max-old-space-size=${memory - HEADROOM_MB}`, '-e', CHILD, documents.file], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, ...environment, ...CALLER },
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const steps: Took[] = [];
  const ask = async <T>(method: string, input: object): Promise<T> => {
    child.stdin.write(`${JSON.stringify({ method, input })}\n`);
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${method}: the process ended`);
      if (!value.startsWith('#')) continue;
      const { reply, took } = JSON.parse(value.slice(1));
      if (!reply.ok) throw new Error(`${method}: ${reply.code} ${JSON.stringify(reply.details)}`);
      steps.push(took);
      return reply.data;
    }
  };
  const look = async (key: string, bytes: Uint8Array) => {
    const fileId = await cloud.upload(`u/${key}.xlsx`, bytes, ADMIN);
    return ask<Output<'roster.preview'>>('roster.preview', { key, fileId, fileName: '名册.xlsx' });
  };
  try {
    const seen = await look('bench-roster-1', file);
    await ask('roster.confirm', { importId: seen.importId });
    const again = await look('bench-roster-2', file);
    const other = await look('bench-roster-3', changed);
    await ask('roster.confirm', { importId: other.importId });
    const takenBack: Output<'roster.takeBack'>[] = [];
    for (const { importId } of [other, seen]) takenBack.push(await ask('roster.takeBack', { importId }));
    if ((await store.count('students', { schoolId: SCHOOL.id })) > 0) throw new Error('pupils stayed');
    return { steps, seen, again, changed: other, takenBack };
  } finally {
    child.kill();
    await cloud.close();
  }
}

/** What Node needs beside the heap. */
const HEADROOM_MB = 112;
const SCHOOL = { id: '' };

async function settle() {
  const deps = compose();
  const { school, headteacher } = await foundSchool(deps, {
    name: '最大的学校',
    county: '示范县',
    term: { name: '2026 年秋季学期', from: '2026-09-01', to: '2027-01-20' },
    headteacher: { name: '赵校长', phone: '17000000001' },
  });
  SCHOOL.id = school._id;
  const [admin] = await deps.store.list('staff', { where: { schoolId: school._id, role: 'school_admin' }, limit: 1 });
  if (!admin || !headteacher) throw new Error('nobody runs the school');
  await deps.store.updateWhere('staff', { _id: admin._id }, { set: { openid: ADMIN } });
  const membership = {
    id: admin._id,
    kind: 'staff',
    role: 'school_admin',
    schoolId: school._id,
    schoolName: school.name,
    name: admin.name,
  } as const;
  await deps.store.put('accounts', { _id: ADMIN, memberships: [membership], credits: {} });
  return deps;
}
