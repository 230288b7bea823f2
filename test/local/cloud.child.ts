/** A local cloud in a process of its own, to be killed: `node --import tsx cloud.child.ts DIR`. Prints how to reach it. */
import { startCloud } from '../../local/cloud';

const [dir = ''] = process.argv.slice(2);
const cloud = await startCloud({ dir, collections: { accounts: {}, log: {} }, functions: [] });
console.log(JSON.stringify({ adminUrl: cloud.adminUrl, sdkEnv: cloud.sdkEnv }));
