import type { Envelope } from '../../miniprogram/shared/contract';
import { documentHandlers } from '../_server/documents/handlers';
import { compose } from '../_server/kernel/compose';
import { serve } from '../_server/kernel/serve';
import { callerOpenId } from '../_server/wechat/identity';

const deps = compose();
const answer = serve(documentHandlers, deps);

/** A signed-in user brings a file in or takes one out. */
export const main = (event: Envelope) => answer(event, callerOpenId());
