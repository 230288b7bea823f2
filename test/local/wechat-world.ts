import { createClock } from '../../local/clock';
import type { Clock } from '../../local/ports';
import { createWechat, type LocalWechat, type Template, type WechatOptions } from '../../local/wechat';

export const CALL: Template = {
  id: 'tmpl-call',
  title: '通话提醒',
  fields: ['thing1', 'time2', 'phrase3'],
  labels: { thing1: '通话点', time2: '通话时间' },
};
export const NOTICE: Template = { id: 'tmpl-notice', title: '通知提醒', fields: ['thing1'] };
export const LASTING: Template = { id: 'tmpl-lasting', title: '学校通知', fields: ['thing1'], lasting: true };
export const CALL_DATA = {
  thing1: { value: '一号通话点' },
  time2: { value: '2026年3月9日 19:30' },
  phrase3: { value: '已预约' },
};

export const FATHER = 'o-father';
export const START = Date.UTC(2026, 2, 9, 4, 0);

export type Event = Readonly<Record<string, unknown>>;

export interface World {
  readonly wechat: LocalWechat;
  readonly clock: Clock;
  /** What the cloud function was given, in order. */
  readonly events: Event[];
  /** `subscribeMessage.send` of a call reminder; answers the errcode. */
  send(change?: Record<string, unknown>): Promise<unknown>;
}

export function openWorld(options: Partial<WechatOptions> = {}): World {
  const clock = options.clock ?? createClock(START - Date.now());
  const events: Event[] = [];
  const wechat = createWechat({
    clock,
    templates: [CALL, NOTICE, LASTING],
    pages: ['pages/home/index', 'features/booking/pages/detail/index'],
    pushEvent: async (event) => void events.push(event),
    sendMs: 1,
    mediaCheckMs: 20,
    retryMs: [1, 1],
    repeatEvery: 0,
    ...options,
  });
  return {
    wechat,
    clock,
    events,
    async send(change = {}) {
      const data = { touser: FATHER, template_id: CALL.id, data: CALL_DATA, ...change };
      return (await wechat.openApi('subscribeMessage.send', data)).errcode;
    },
  };
}
