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
  const { messagesOn } = await post<{ messagesOn: boolean }>('subscribe-state', { templateIds: [] });
  return { mainSwitch: messagesOn, itemSettings: rememberedAnswers() };
}

/** WeChat's settings page of this Mini Program: the main switch for messages, and forgetting what was chosen for good. */
export async function showSettings(): Promise<Record<string, boolean>> {
  const { messagesOn } = await post<{ messagesOn: boolean }>('subscribe-state', { templateIds: [] });
  const box = element('input', { type: 'checkbox', class: 'settings-messages' });
  box.checked = messagesOn;
  await sheet('settings', undefined, (answer) => [
    element('h2', {}, '设置'),
    element('label', { class: 'sheet-check' }, element('span', {}, '接收消息'), box),
    element(
      'button',
      { class: 'sheet-row', onclick: () => localStorage.removeItem(KEY) },
      '消息重新询问（忘掉“总是保持以上选择”）',
    ),
    element('button', { class: 'sheet-row is-cancel', onclick: () => answer(undefined) }, '完成'),
  ]);
  if (box.checked !== messagesOn) await post('settings', { messagesOn: box.checked });
  return authSetting();
}
