import type { MuteConfig } from '../voip/call';
import { line } from '../voip/line';
import { asyncApi } from './api';
import { WxFailure } from './failure';

interface JoinOptions {
  readonly groupId: string;
  readonly nonceStr: string;
  readonly signature: string;
  /** In seconds. */
  readonly timeStamp: number;
  readonly roomType?: 'voice' | 'video';
  readonly muteConfig?: MuteConfig;
}

const REQUIRED = [
  ['groupId', 'string'],
  ['nonceStr', 'string'],
  ['signature', 'string'],
  ['timeStamp', 'number'],
] as const;

function join(options: JoinOptions): Promise<object> {
  for (const [name, type] of REQUIRED) {
    if (typeof options[name] !== type)
      throw new WxFailure(`parameter error: parameter.${name} should be ${type}`, { errno: 1001 });
  }
  const { groupId, nonceStr, signature, timeStamp, roomType = 'voice', muteConfig = {} } = options;
  return line.join({ groupId, nonceStr, signature, timeStamp, video: roomType === 'video', muteConfig });
}

/**
 * In-app calls. `join1v1Chat` and `onVoIPChatSpeakersChanged` are not here: the product uses neither, and a page that asks
 * for them is told so.
 */
export const voipApi = {
  ...line.events,
  joinVoIPChat: asyncApi('joinVoIPChat', join),
  exitVoIPChat: asyncApi('exitVoIPChat', () => line.exit()),
  updateVoIPChatMuteConfig: asyncApi<{ muteConfig?: MuteConfig }>('updateVoIPChatMuteConfig', ({ muteConfig = {} }) =>
    line.call.mute(muteConfig),
  ),
  subscribeVoIPVideoMembers: asyncApi<{ openIdList?: string[] }>('subscribeVoIPVideoMembers', ({ openIdList = [] }) =>
    line.call.watch(openIdList),
  ),
};
