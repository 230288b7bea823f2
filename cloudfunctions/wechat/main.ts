import { compose } from '../_server/kernel/compose';
import { type PushedEvent, takeEvent } from '../_server/wechat/events';
import { invocation, isFromClient } from '../_server/wechat/identity';

const deps = compose();

/** WeChat pushes an event. Which events come here is set in the console: 云开发 → 设置 → 消息推送. */
export const main = async (event: PushedEvent) => {
  const from = invocation();
  if (isFromClient(from)) {
    deps.log({ event: 'wechat.refused', hops: from.hops });
    return 'refused';
  }
  return takeEvent(deps, event);
};
