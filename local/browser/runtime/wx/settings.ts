import type { SubscribeAnswer } from '../../../ports';
import { phone } from '../system/phone';
import { post } from '../system/server';
import { element } from '../ui/dom';
import { sheet } from '../ui/sheet';

const KEY = `settings/${phone.persona.key}`;

interface Settings {
  /** Template id → what the person chose for good. */
  readonly subscriptions: Readonly<Record<string, SubscribeAnswer>>;
}

/** What WeChat knows of this person's messages. */
export interface SubscribeState {
  /** The main switch. */
  readonly messagesOn: boolean;
  /** Of those asked for and of the accepted long-term ones: the templates that exist, by id. */
  readonly templates: Readonly<Record<string, { readonly title: string; readonly lasting: boolean }>>;
  /** Long-term templates that this person accepted. */
  readonly lasting: readonly string[];
}

export const subscribeState = (templateIds: readonly string[]): Promise<SubscribeState> =>
  post('subscribe-state', { templateIds });

const read = (): Settings => JSON.parse(localStorage.getItem(KEY) ?? '{"subscriptions":{}}') as Settings;

export const rememberedAnswers = (): Readonly<Record<string, SubscribeAnswer>> => read().subscriptions;

/** 「总是保持以上选择」 was ticked. */
export function rememberAnswers(answers: Readonly<Record<string, SubscribeAnswer>>): void {
  const subscriptions = { ...read().subscriptions, ...answers };
  localStorage.setItem(KEY, JSON.stringify({ subscriptions }));
}

/** `authSetting` as WeChat gives it. Scopes that were asked for are always granted here. */
export const authSetting = (): Record<string, boolean> => ({
  'scope.record': true,
  'scope.camera': true,
  'scope.writePhotosAlbum': true,
  'scope.addPhoneCalendar': true,
});

export async function subscriptionsSetting(): Promise<object> {
  const { messagesOn } = await subscribeState([]);
  return { mainSwitch: messagesOn, itemSettings: rememberedAnswers() };
}

/** WeChat's settings page of this Mini Program: the main switch, long-term messages, and forgetting what was chosen for good. */
export async function showSettings(): Promise<Record<string, boolean>> {
  const { messagesOn, lasting, templates } = await subscribeState([]);
  const box = element('input', { type: 'checkbox', class: 'settings-messages' });
  box.checked = messagesOn;
  const taken = lasting.map((id) => {
    const kept = element('input', { type: 'checkbox', checked: true });
    const row = element('label', { class: 'sheet-check' }, element('span', {}, templates[id]?.title ?? id), kept);
    return { id, kept, row };
  });
  await sheet('settings', undefined, (answer) => [
    element('h2', {}, '设置'),
    element('label', { class: 'sheet-check' }, element('span', {}, '接收消息'), box),
    ...taken.map(({ row }) => row),
    element(
      'button',
      { class: 'sheet-row', onclick: () => localStorage.removeItem(KEY) },
      '消息重新询问（忘掉“总是保持以上选择”）',
    ),
    element('button', { class: 'sheet-row is-cancel', onclick: () => answer(undefined) }, '完成'),
  ]);
  const refused = taken.filter(({ kept }) => !kept.checked).map(({ id }) => id);
  if (box.checked !== messagesOn || refused.length > 0) await post('settings', { messagesOn: box.checked, refused });
  return authSetting();
}
