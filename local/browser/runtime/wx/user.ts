import { app } from '../app';
import { inTap } from '../framework/tap-rule';
import { pages } from '../pages/stack';
import { post } from '../system/server';
import { shareSheet } from '../ui/share';
import { asyncApi } from './api';
import { WxFailure } from './failure';
import { authSetting, showSettings, subscriptionsSetting } from './settings';

/** Who the user is, what they allowed, and sharing. */
export const userApi = {
  login: asyncApi('login', () => post<{ code: string }>('login-code', {})),
  checkSession: asyncApi('checkSession', () => undefined),
  getSetting: asyncApi<{ withSubscriptions?: boolean }>('getSetting', async ({ withSubscriptions = false }) => ({
    authSetting: authSetting(),
    ...(withSubscriptions ? { subscriptionsSetting: await subscriptionsSetting() } : {}),
  })),
  openSetting: asyncApi('openSetting', () => {
    if (!inTap()) throw new WxFailure('can only be invoked by user TAP gesture.');
    return showSettings().then((setting) => ({ authSetting: setting }));
  }),
  authorize: asyncApi<{ scope: string }>('authorize', ({ scope }) => {
    if (authSetting()[scope] !== true) throw new WxFailure('auth deny');
  }),
  getPrivacySetting: asyncApi('getPrivacySetting', () => ({
    needAuthorization: false,
    privacyContractName: '《亲情连线小程序隐私保护指引》',
  })),
  requirePrivacyAuthorize: asyncApi('requirePrivacyAuthorize', () => undefined),
  onNeedPrivacyAuthorization: () => undefined,
  openPrivacyContract: asyncApi('openPrivacyContract', () => undefined),
  getAccountInfoSync: () => ({
    miniProgram: { appId: 'wx0000000000000000', envVersion: 'develop', version: '' },
    plugin: {},
  }),
  getLaunchOptionsSync: () => app.launch,
  getEnterOptionsSync: () => app.enter,
  showShareMenu: asyncApi('showShareMenu', () => {
    pages.top.sharesFromMenu = true;
  }),
  hideShareMenu: asyncApi('hideShareMenu', () => {
    pages.top.sharesFromMenu = false;
  }),
  updateShareMenu: asyncApi('updateShareMenu', () => undefined),
  shareAppMessage: () => shareSheet(pages.top, { from: 'menu' }),
  reportEvent: () => undefined,
};
