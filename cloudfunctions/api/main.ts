import type { Envelope } from '../../miniprogram/shared/contract';
import { compose } from '../_server/kernel/compose';
import { apiHandlers } from '../_server/kernel/handlers';
import { serve } from '../_server/kernel/serve';
import { callerOpenId } from '../_server/wechat/identity';

const deps = compose();
const answer = serve(apiHandlers, deps);

/** A signed-in user calls: one router, one pipeline. */
export const main = (event: Envelope) => answer(event, callerOpenId());
