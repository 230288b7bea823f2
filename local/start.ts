import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SCRATCH } from '../scripts/paths';
import { castOf, DEMO_BEGINS, factsFile } from './demo/cast';
import { settleDemo } from './demo/settle';
import { forget, startWorld } from './world';

/** `npm start [-- --port N] [-- --fresh] [-- --dir DIR]`: the demo school on one address; its state is kept in DIR. */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8123' },
    fresh: { type: 'boolean', default: false },
    dir: { type: 'string', default: join(SCRATCH, 'demo') },
  },
});

const { dir } = values;
// A world without its cast was cut off while it was settled.
if (values.fresh || !existsSync(factsFile(dir))) forget(dir);
console.log('正在准备，第一次要一两分钟 / getting ready, the first time takes a minute or two …');
const world = await startWorld({ dir, port: Number(values.port), firstNow: DEMO_BEGINS, personas: castOf(dir) });
await settleDemo(world, dir);
console.log(`ready ${world.url}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void world.close().then(() => process.exit(0)));
}
