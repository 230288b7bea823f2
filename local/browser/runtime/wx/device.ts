import { pages } from '../pages/stack';
import { phone } from '../system/phone';
import { scanSheet } from '../ui/scan';
import { showToast } from '../ui/toast';
import { asyncApi } from './api';
import { WxFailure } from './failure';

const BASE_LIBRARY = '3.8.0';
const PLATFORMS = { phone: 'android', tablet: 'android', desktop: 'windows' };

function windowInfo() {
  const { stage } = pages.chrome;
  const width = innerWidth;
  const height = innerHeight;
  return {
    pixelRatio: devicePixelRatio,
    screenWidth: width,
    screenHeight: height,
    windowWidth: stage.clientWidth,
    windowHeight: stage.clientHeight,
    statusBarHeight: 0,
    screenTop: stage.getBoundingClientRect().top,
    safeArea: { left: 0, top: 0, right: width, bottom: height, width, height },
  };
}

const appBaseInfo = () => ({
  SDKVersion: BASE_LIBRARY,
  version: '8.0.50',
  language: 'zh_CN',
  theme: 'light',
  enableDebug: false,
  host: { env: 'WeChat' },
  fontSizeScaleFactor: phone.fontScale,
  fontSizeSetting: 16 * phone.fontScale,
});

const deviceInfo = () => ({
  platform: PLATFORMS[phone.persona.device],
  system: phone.persona.device === 'desktop' ? 'Windows 11' : 'Android 12',
  brand: 'local',
  model: phone.persona.device,
  benchmarkLevel: 20,
  memorySize: '4096',
});

const systemSetting = () => ({
  bluetoothEnabled: false,
  locationEnabled: false,
  wifiEnabled: true,
  deviceOrientation: innerWidth > innerHeight ? 'landscape' : 'portrait',
});

const systemInfo = () => ({ ...windowInfo(), ...appBaseInfo(), ...deviceInfo(), ...systemSetting() });

let clipboard = '';

export const deviceApi = {
  getWindowInfo: windowInfo,
  getAppBaseInfo: appBaseInfo,
  getDeviceInfo: deviceInfo,
  getSystemSetting: systemSetting,
  getAppAuthorizeSetting: () => ({
    microphoneAuthorized: 'authorized',
    cameraAuthorized: 'authorized',
    albumAuthorized: 'authorized',
    notificationAuthorized: 'authorized',
    phoneCalendarAuthorized: 'authorized',
  }),
  getSystemInfoSync: systemInfo,
  getSystemInfo: asyncApi('getSystemInfo', systemInfo),
  getSystemInfoAsync: asyncApi('getSystemInfoAsync', systemInfo),
  getMenuButtonBoundingClientRect: () => {
    const { left, right, top, bottom, width, height } = pages.chrome.capsuleRect;
    return { left, right, top, bottom, width, height };
  },
  setClipboardData: asyncApi<{ data: string }>('setClipboardData', ({ data }) => {
    clipboard = data;
    // a page without the focus may not write; the phone's own clipboard has it all the same
    navigator.clipboard?.writeText(data).catch(() => undefined);
    showToast({ title: '内容已复制', icon: 'success', mask: false, duration: 1500 });
  }),
  getClipboardData: asyncApi('getClipboardData', () => ({ data: clipboard })),
  vibrateShort: asyncApi('vibrateShort', () => vibrate(15)),
  vibrateLong: asyncApi('vibrateLong', () => vibrate(400)),
  setKeepScreenOn: asyncApi('setKeepScreenOn', () => undefined),
  setScreenBrightness: asyncApi('setScreenBrightness', () => undefined),
  hideKeyboard: asyncApi('hideKeyboard', () => (document.activeElement as HTMLElement | null)?.blur()),
  scanCode: asyncApi('scanCode', async () => {
    const scanned = await scanSheet();
    if (scanned === undefined) throw new WxFailure('cancel');
    return 'page' in scanned
      ? { result: '', path: scanned.page, scanType: 'WX_CODE', charSet: '' }
      : { result: scanned.text, scanType: 'QR_CODE', charSet: 'UTF-8' };
  }),
};

function vibrate(ms: number): void {
  // without a person's touch before, browsers refuse
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(ms);
}
