import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SCRATCH } from '../scripts/paths';
import { castOf, DEMO_BEGINS } from './demo/cast';
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
if (values.fresh) forget(dir);
const world = await startWorld({ dir, port: Number(values.port), firstNow: DEMO_BEGINS, personas: castOf(dir) });
await settleDemo(world, dir);
console.log(`ready ${world.url}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void world.close().then(() => process.exit(0)));
}
