import { compose } from '../_server/kernel/compose';
import { work } from '../_server/kernel/jobs';
import { invocation, isFromClient } from '../_server/wechat/identity';

const deps = compose();

/** The timer ticks, or `api` asks for the outbox; a client may do neither. Answers the names of the jobs that failed. */
export const main = async (event: { readonly job?: unknown }) => {
  const from = invocation();
  if (isFromClient(from)) {
    deps.log({ event: 'jobs.refused', hops: from.hops });
    return { refused: true };
  }
  return { failed: await work(deps, event) };
};
