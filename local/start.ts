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
const world = await startWorld({
  dir,
  port: Number(values.port),
  firstNow: DEMO_BEGINS,
  personas: castOf(dir),
}).catch((error: Error) => {
  console.error(helpFor(error) ?? error);
  process.exit(1);
});
await settleDemo(world, dir);
console.log(`ready ${world.url}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void world.close().then(() => process.exit(0)));
}

/** What to do about the two things that go wrong on a machine where it runs already. */
function helpFor({ message }: Error): string | undefined {
  if (message.includes('database in use'))
    return '已经有一个在运行了，请先关掉它，或者用 --dir 换一个文件夹。 It is running already: stop it, or choose another folder with --dir.';
  if (message.includes('EADDRINUSE'))
    return `端口 ${values.port} 被占用了，请换一个：npm start -- --port 8124。 Port ${values.port} is taken: choose another one with --port.`;
  return undefined;
}
