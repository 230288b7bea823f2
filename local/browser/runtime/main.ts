import { component } from 'glass-easel-miniprogram-adapter';
import { type EntryWay, type GatewayEvent, PHONE_UP, type ShellMessage } from '../phone-config';
import { app } from './app';
import { defineBuiltins } from './components';
import { Gestures } from './framework/gestures';
import { scripts } from './framework/scripts';
import { installRpx } from './framework/units';
import { installWarnings } from './framework/warnings';
import { installWxs } from './framework/wxs';
import { capsuleMenu, leaveApp } from './pages/capsule';
import { installMeasure } from './pages/measure';
import { pages } from './pages/stack';
import { parsePageUrl } from './pages/url';
import './styles/phone.css';
import './styles/components.css';
import './styles/layers.css';
import { installClock, moveClock, onClockMove } from './system/clock';
import { forgetOldWorld } from './system/epoch';
import { switchNetwork } from './system/network';
import { phone } from './system/phone';
import { installLayers } from './ui/layers';
import { scanSheet } from './ui/scan';
import { wx } from './wx';
import { openFileStore } from './wx/file-store';
import { createSelectorQuery } from './wx/query';
import { requirePlugin } from './wx/speech';

declare global {
  /** For tests and the console: the switch of this phone's network. */
  var __switchNetwork: (on: boolean) => void;
}

const FROM_LIST = 1001;
/** Scenes as WeChat numbers them: a subscription message, an SMS' link, a card in a group, a scanned code. */
const SCENES: Readonly<Record<EntryWay, number>> = { message: 1014, sms: 1194, group: 1008, scan: 1047 };

/** Opens a page as a tap on a delivered message does. */
async function openFrom(way: EntryWay, url: string): Promise<void> {
  const { path, query } = parsePageUrl(url.startsWith('/') ? url : `/${url}`, '');
  app.hide();
  app.show({ path, query, scene: SCENES[way] });
  await pages.reLaunch(`/${url.replace(/^\//, '')}`);
}

/** WeChat's own scanner: a code of this Mini Program opens its page. */
async function scan(): Promise<void> {
  const scanned = await scanSheet();
  if (scanned !== undefined && 'page' in scanned) await openFrom('scan', scanned.page);
}

/** Follows the world: the clock and the network, told by the shell around us or, alone, by the gateway. */
function followWorld(): void {
  globalThis.__switchNetwork = switchNetwork;
  if (parent === window) {
    const events = new EventSource('/api/events');
    events.onmessage = ({ data }) => {
      const event = JSON.parse(data as string) as GatewayEvent;
      if (event.kind === 'clock') moveClock(event.offset);
    };
  } else {
    addEventListener('message', ({ origin, data }: MessageEvent<ShellMessage>) => {
      if (origin !== location.origin) return;
      if (data.kind === 'clock') moveClock(data.offset);
      if (data.kind === 'network') switchNetwork(data.online);
      if (data.kind === 'open') void openFrom(data.from, data.page);
      if (data.kind === 'scan') void scan();
    });
    parent.postMessage(PHONE_UP, location.origin);
  }
  // hours later the phone is taken up again
  onClockMove(() => {
    app.hide();
    app.show();
  });
  addEventListener('visibilitychange', () => (document.hidden ? app.hide() : app.show()));
}

async function start(): Promise<void> {
  installClock();
  installRpx(phone.persona.device);
  installWxs();
  installWarnings();
  installMeasure();
  component.ComponentCaller.prototype.createSelectorQuery = function (this: unknown) {
    return createSelectorQuery(this);
  } as never;
  app.catchErrors();
  await forgetOldWorld();
  await openFileStore();

  const root = document.getElementById('phone') as HTMLElement;
  root.dataset.device = phone.persona.device;
  pages.mount(root, { menu: () => void capsuleMenu(), leave: leaveApp });
  installLayers(pages.chrome.overlays);
  new Gestures(pages.chrome.stage);

  const url = phone.launchPage ?? `/${scripts.manifest.pages[0]}`;
  const { path, query } = parsePageUrl(url, '');
  scripts.start(
    {
      wx,
      App: app.define,
      getApp: app.get,
      getCurrentPages: () => pages.all.map(({ instance }) => instance),
      requirePlugin,
    },
    defineBuiltins,
  );
  app.start({ path, query, scene: phone.launchPage === undefined ? FROM_LIST : SCENES[phone.launchWay] });
  await pages.reLaunch(url).catch((error: Error) => {
    console.error(error.message);
    return pages.reLaunch(`/${scripts.manifest.pages[0]}`);
  });
  followWorld();
}

void start();
