import { audioApi } from './audio';
import { calendarApi } from './calendar';
import { canvasApi } from './canvas';
import { cloud } from './cloud';
import { deviceApi } from './device';
import { feedbackApi } from './feedback';
import { filesApi } from './files';
import { lifecycleApi } from './lifecycle';
import { mediaApi } from './media';
import { navigationApi } from './navigation';
import { networkApi } from './network';
import { queryApi } from './query';
import { storageApi } from './storage';
import { subscribeApi } from './subscribe';
import { userApi } from './user';
import { voipApi } from './voip';

const apis: Record<string, unknown> = {
  ...audioApi,
  ...calendarApi,
  ...canvasApi,
  ...deviceApi,
  ...feedbackApi,
  ...filesApi,
  ...lifecycleApi,
  ...mediaApi,
  ...navigationApi,
  ...networkApi,
  ...queryApi,
  ...storageApi,
  ...subscribeApi,
  ...userApi,
  ...voipApi,
  cloud,
  /** Answers for whole APIs, e.g. `getStorage` or `getStorage.object.key`. */
  canIUse: (schema: string) => schema.split('.')[0] !== undefined && (schema.split('.')[0] as string) in apis,
};

/** The object that pages know as `wx`. What is not there throws with its name, so that nobody takes silence for success. */
export const wx = new Proxy(apis, {
  get(target, name) {
    if (typeof name === 'symbol' || name in target) return target[name as string];
    // `then` is asked by promises, `toJSON` by loggers
    if (name === 'then' || name === 'toJSON') return undefined;
    throw new Error(`wx.${name} is not available in the local browser runtime`);
  },
  // libraries may look whether an API is there before they use it
  has: (target, name) => name in target,
});
