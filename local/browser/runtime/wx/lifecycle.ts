import { app } from '../app';
import { createAnimation } from '../framework/animation';
import { screenBase } from '../framework/units';
import { pages } from '../pages/stack';
import { phone } from '../system/phone';

type Listener = (value: unknown) => void;

const resizeListeners = new Set<Listener>();
addEventListener('resize', () => {
  if (pages.isEmpty) return;
  const { clientWidth, clientHeight } = pages.chrome.stage;
  for (const listener of resizeListeners) listener({ size: { windowWidth: clientWidth, windowHeight: clientHeight } });
});

/** Events of the app, drawing, and what belongs to no other part. */
export const lifecycleApi = {
  onAppShow: (listener: Listener) => app.on('onShow', listener),
  offAppShow: (listener?: Listener) => app.off('onShow', listener),
  onAppHide: (listener: Listener) => app.on('onHide', listener),
  offAppHide: (listener?: Listener) => app.off('onHide', listener),
  onError: (listener: Listener) => app.on('onError', listener),
  offError: (listener?: Listener) => app.off('onError', listener),
  onUnhandledRejection: (listener: Listener) => app.on('onUnhandledRejection', listener),
  offUnhandledRejection: (listener?: Listener) => app.off('onUnhandledRejection', listener),
  onPageNotFound: () => undefined,
  onMemoryWarning: () => undefined,
  onThemeChange: () => undefined,
  offThemeChange: () => undefined,
  onWindowResize: (listener: Listener) => void resizeListeners.add(listener),
  offWindowResize: (listener: Listener) => void resizeListeners.delete(listener),
  onKeyboardHeightChange: () => undefined,
  offKeyboardHeightChange: () => undefined,
  onMenuButtonBoundingClientRectWeightChange: () => undefined,
  offMenuButtonBoundingClientRectWeightChange: () => undefined,
  nextTick: (callback: () => void) => void Promise.resolve().then(callback),
  createAnimation,
  getUpdateManager: () => ({
    onCheckForUpdate: (listener: Listener) => void setTimeout(() => listener({ hasUpdate: false })),
    onUpdateReady: () => undefined,
    onUpdateFailed: () => undefined,
    applyUpdate: () => location.reload(),
  }),
  exitMiniProgram: () => app.hide(),
  getLogManager: () => console,
  getRealtimeLogManager: () => console,
  rpxToPx: (rpx: number) => (rpx * screenBase(phone.persona.device)) / 750,
};
