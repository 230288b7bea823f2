import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { buildFunctions } from '../build';
import { ROOT } from '../paths';
import { atMost, fact, type Group, median, type Row } from './rows';

/** Rounds over all candidates in turn, so that what the machine does beside hits all of them. */
const ROUNDS = 7;
const API_LIMIT = 1.25;

/** Loads a file as the platform does, in a process of its own, and answers the milliseconds. */
function importMs(file: string): number {
  const script = `const t = performance.now(); require(${JSON.stringify(file)}); process.stdout.write(String(performance.now() - t)); process.exit(0)`;
  return Number(execFileSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8', env: FUNCTION_ENV }));
}

/** What a function finds in its environment when it starts; no request leaves the process. */
const FUNCTION_ENV = {
  PATH: process.env.PATH ?? '',
  TENCENTCLOUD_RUNENV: 'SCF',
  TENCENTCLOUD_REGION: 'ap-shanghai',
  SCF_NAMESPACE: 'bench',
  FIELD_KEYS: `bench:${Buffer.alloc(32).toString('base64')}`,
};

/** How long a cold start takes to load each function, against the SDK alone. */
export const imports: Group = {
  name: 'imports',
  title: `Import of each function in a fresh process, median of ${ROUNDS}`,
  async run({ note }) {
    const functions = await buildFunctions();
    const candidates = [
      { name: 'the SDK alone', file: join(ROOT, 'node_modules/@cloudbase/node-sdk') },
      ...functions.map(({ name, file }) => ({ name, file })),
    ];
    const times = new Map(candidates.map(({ name }) => [name, [] as number[]]));
    for (let round = 0; round < ROUNDS; round++) {
      note(`round ${round + 1} of ${ROUNDS}`);
      for (const { name, file } of candidates) times.get(name)?.push(importMs(file));
    }
    const medians = candidates.map(({ name }) => ({ name, ms: median(times.get(name) ?? []) }));
    const alone = medians[0]?.ms ?? Number.NaN;
    return medians.flatMap(({ name, ms }, i): Row[] => {
      const time = fact(`import: ${name}`, ms, 'ms');
      if (i === 0) return [time];
      const ratio = ms / alone;
      const label = `import: ${name} / the SDK alone`;
      return [time, name === 'api' ? atMost(API_LIMIT, label, ratio, '×') : fact(label, ratio, '×')];
    });
  },
};
