import type { Envelope } from '../../miniprogram/shared/contract';
import { documentHandlers } from '../_server/documents/handlers';
import { sweepTemporary } from '../_server/documents/temporary';
import { compose } from '../_server/kernel/compose';
import { serve } from '../_server/kernel/serve';
import { forgetRosters, resumeImports } from '../_server/roster/upkeep';
import { invocation, isFromClient } from '../_server/wechat/identity';

const deps = compose();
const answer = serve(documentHandlers, deps);

/** A signed-in user brings a file in or takes one out; the timer finishes imports that were cut off and takes away what is not to stay. */
export const main = async (event: Envelope) => {
  const from = invocation();
  return isFromClient(from) || event.method ? answer(event, from.openid) : upkeep();
};

const upkeep = async () => ({
  finished: await resumeImports(deps),
  forgotten: await forgetRosters(deps),
  swept: await sweepTemporary(deps),
});
