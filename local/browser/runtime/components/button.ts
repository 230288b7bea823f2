import { app } from '../app';
import { pages } from '../pages/stack';
import { phone } from '../system/phone';
import { post } from '../system/server';
import { dialog } from '../ui/modal';
import { shareSheet } from '../ui/share';
import { showSettings } from '../wx/settings';
import { defineBuiltin, type Host } from './define';
import { formAround, resetForm, submitForm } from './form';

/** What a button does on top of its tap, by `open-type`. */
const OPEN_TYPES: Record<string, (host: Host) => Promise<void>> = {
  getPhoneNumber,
  async share(host) {
    await shareSheet(pages.top, { from: 'button', target: host.component });
  },
  async openSetting(host) {
    const authSetting = await showSettings();
    host.trigger('opensetting', { errMsg: 'openSetting:ok', authSetting });
  },
  async launchApp(host) {
    host.trigger('error', { errMsg: 'launchApp:fail invalid scene', scene: app.enter.scene });
  },
  async agreePrivacyAuthorization(host) {
    host.trigger('agreeprivacyauthorization', { errMsg: 'agreePrivacyAuthorization:ok' });
  },
  async chooseAvatar(host) {
    host.trigger('error', { errMsg: 'chooseAvatar:fail not supported here' });
  },
};

/** `button` with `form-type` and `open-type`. */
export function defineButton(): void {
  defineBuiltin('button', {
    properties: {
      size: [String, 'default'],
      type: [String, 'default'],
      plain: Boolean,
      disabled: Boolean,
      loading: Boolean,
      formType: String,
      openType: String,
      hoverClass: [String, 'button-hover'],
    },
    attributes: ['size', 'type', 'plain', 'disabled', 'loading'],
    create: (host) => {
      host.element.setAttribute('role', 'button');
      // runs after the tap of this click: the page's listeners come first
      host.element.addEventListener('click', () => activate(host));
      return { activate: () => host.element.click() };
    },
  });
}

function activate(host: Host): void {
  if (host.get<boolean>('disabled')) return;
  const formType = host.get<string>('formType');
  const form = formType === '' ? undefined : formAround(host.component);
  if (form !== undefined && formType === 'submit') submitForm(form);
  if (form !== undefined && formType === 'reset') resetForm(form);
  void OPEN_TYPES[host.get<string>('openType')]?.(host);
}

async function getPhoneNumber(host: Host): Promise<void> {
  const { phoneNumber } = phone.persona;
  const allowed =
    phoneNumber !== undefined &&
    (await dialog('phone-number', { title: '申请获取你的手机号', body: maskedNumber(phoneNumber) }, [
      { text: '不允许', value: false },
      { text: '允许', value: true, tone: 'main' },
    ]));
  if (!allowed) {
    host.trigger('getphonenumber', { errMsg: 'getPhoneNumber:fail user deny', errno: 103 });
    return;
  }
  try {
    const { code } = await post<{ code: string }>('phone-code', {});
    host.trigger('getphonenumber', { errMsg: 'getPhoneNumber:ok', code });
  } catch {
    host.trigger('getphonenumber', { errMsg: 'getPhoneNumber:fail request:fail' });
  }
}

const maskedNumber = (number: string): string => `${number.slice(0, 3)}****${number.slice(-4)}`;
