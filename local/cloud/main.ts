/** `npm run cloud [-- --port N] [-- --dir PATH]`: the local cloud alone, with the product's collections and functions. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { collections } from '../../cloudfunctions/_server/data/collections';
import { readFunctions, startCloud } from '.';

const { values } = parseArgs({ options: { port: { type: 'string' }, dir: { type: 'string' } } });
const root = fileURLToPath(new URL('../..', import.meta.url));
const functions = existsSync(join(root, 'cloudbaserc.json')) ? readFunctions(root) : [];
const missing = functions.filter(({ file }) => !existsSync(file));
if (missing.length > 0)
  console.error(`not built yet, so not started (npm run build): ${missing.map(({ name }) => name).join(', ')}`);

const cloud = await startCloud({
  collections,
  functions: functions.filter(({ file }) => existsSync(file)),
  dir: values.dir ?? join(root, '.local', 'cloud'),
  ...(values.port === undefined ? {} : { port: Number(values.port) }),
});
cloud.timers.start();
for (const [name, value] of Object.entries(cloud.sdkEnv)) console.log(`${name}=${value}`);
console.log(`ready ${cloud.adminUrl}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void cloud.close().then(() => process.exit(0)));
