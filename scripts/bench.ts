/**
 * `npm run bench [-- --json FILE] [-- --only GROUP]`: measures what people wait for. Prints a table with limits; `--json`
 * writes the same as rows of `{name, value, unit, limit?, ok?}`. A limit that is exceeded is a word in the table, not a failure.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { bookings } from './bench/bookings';
import { care } from './bench/care';
import { claims } from './bench/claims';
import { Demo } from './bench/demo';
import { files } from './bench/files';
import { home } from './bench/home';
import { imports } from './bench/imports';
import { notices } from './bench/notices';
import { operations } from './bench/operations';
import { planner } from './bench/planner';
import { roster } from './bench/roster';
import type { Group, Row } from './bench/rows';
import { sizes } from './bench/sizes';
import { start } from './bench/start';
import { tableOf } from './bench/table';
import { isMain } from './paths';

const GROUPS: readonly Group[] = [
  sizes,
  imports,
  planner,
  claims,
  bookings,
  notices,
  files,
  care,
  roster,
  operations,
  home,
  start,
];

async function bench(groups: readonly Group[]): Promise<Row[]> {
  const demo = new Demo();
  try {
    const rows: Row[] = [];
    for (const group of groups) rows.push(...(await measured(group, demo)));
    return rows;
  } finally {
    await demo.remove();
  }
}

async function measured({ name, title, run }: Group, demo: Demo): Promise<Row[]> {
  const started = performance.now();
  const note = (text: string) =>
    process.stderr.isTTY && process.stderr.write(`\r\u001b[K${text && `${name}: ${text}`}`);
  note('…');
  const rows = await run({ note, demo });
  note('');
  console.log(`\n${title}  (${((performance.now() - started) / 1000).toFixed(0)} s)\n${tableOf(rows)}`);
  return rows;
}

if (isMain(import.meta)) {
  const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } });
  const rows = await bench(GROUPS.filter(({ name }) => values.only === undefined || name === values.only));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
  const over = rows.filter(({ ok }) => ok === false);
  console.log(`\n${rows.length} numbers, ${over.length} beyond their limit`);
  process.exit(0);
}
