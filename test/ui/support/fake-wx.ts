import { vi } from 'vitest';

type Reply =
  | { ok: true; data: unknown; now: number }
  | { ok: false; code: string; details: object; trace: string; now: number };
interface Envelope {
  readonly method: string;
  readonly input: unknown;
  readonly as?: string;
  readonly requestId: string;
}

/** A call that the fake cloud got. */
export interface Asked extends Envelope {
  readonly name: string;
}

/** What the fake phone does when asked; a test changes it as it goes. */
export interface FakePhone {
  /** Every call of a function, in order. */
  readonly asked: Asked[];
  /** Every uploaded file: local path. */
  readonly uploads: string[];
  /** What was stored; survives `restart`. */
  readonly storage: Map<string, unknown>;
  /** Local files that exist. */
  readonly files: Set<string>;
  /** Texts of `showModal`, and how the person answers. */
  readonly said: string[];
  answer: boolean;
  /** Throw an `errMsg`/`errCode` object, or answer as the function would. */
  serve: (envelope: Asked) => Reply | Promise<Reply>;
  /** The calls of one method, in order. */
  askedFor(method: string): Asked[];
  /** A phone on which nothing was asked, said or stored yet. */
  forget(): void;
  setNetwork(connected: boolean): void;
  /** The app is killed: nothing of it listens any more. */
  kill(): void;
  storageFull: boolean;
  /** The app's own folder has no room. */
  folderFull: boolean;
  /** Bytes of files that are larger than usual. */
  readonly sizes: Map<string, number>;
  /** Whether what lies at an address may be fetched; without a network nothing can. */
  canDownload: boolean;
  /** Of the Mini Program that runs. */
  appVersion: string;
  readonly wx: Record<string, unknown>;
}

export const ok = (data: unknown): Reply => ({ ok: true, data, now: Date.now() });
export const refuse = (code: string, details: object = {}): Reply => ({
  ok: false,
  code,
  details,
  trace: 't',
  now: Date.now(),
});
/** What `wx.cloud` throws when there is no network. */
export const noNetwork = { errCode: -1, errMsg: 'cloud.callFunction:fail request:fail' };

const SCREEN = {
  windowWidth: 390,
  windowHeight: 844,
  screenWidth: 390,
  screenHeight: 844,
  statusBarHeight: 40,
  pixelRatio: 2,
};

type Done = { success?: (result: never) => void; fail?: (reason: unknown) => void };
const succeed = ({ success }: Done, result: unknown = {}): void => success?.(result as never);

/** The part of `wx` that our services use, held in memory. Put it in place with `vi.stubGlobal('wx', phone.wx)`. */
export function fakePhone(): FakePhone {
  const networkListeners: ((state: { isConnected: boolean }) => void)[] = [];
  let connected = true;
  const phone: FakePhone = {
    asked: [],
    uploads: [],
    storage: new Map(),
    files: new Set(),
    said: [],
    answer: true,
    serve: () => ok({}),
    storageFull: false,
    folderFull: false,
    sizes: new Map(),
    canDownload: true,
    appVersion: '1.0.0',
    askedFor: (method) => phone.asked.filter((one) => one.method === method),
    forget() {
      phone.asked.length = 0;
      phone.said.length = 0;
      phone.storage.clear();
    },
    setNetwork(now) {
      connected = now;
      for (const listener of networkListeners) listener({ isConnected: now });
    },
    kill: () => void networkListeners.splice(0),
    wx: {},
  };
  Object.assign(phone.wx, {
    env: { USER_DATA_PATH: 'wxfile://usr' },
    cloud: {
      init: vi.fn(),
      async callFunction({ name, data }: { name: string; data: Envelope }) {
        const asked = { name, ...data };
        phone.asked.push(asked);
        if (!connected) throw noNetwork;
        return { result: await phone.serve(asked) };
      },
      async uploadFile({ cloudPath, filePath }: { cloudPath: string; filePath: string }) {
        if (!connected) throw noNetwork;
        phone.uploads.push(filePath);
        return { fileID: `cloud://env/${cloudPath}` };
      },
    },
    getStorageSync: (key: string) => structuredClone(phone.storage.get(key) ?? ''),
    setStorageSync(key: string, value: unknown) {
      if (phone.storageFull) throw new Error('setStorageSync:fail exceed');
      phone.storage.set(key, structuredClone(value));
    },
    getStorageInfoSync: () => ({ keys: [...phone.storage.keys()] }),
    removeStorageSync: (key: string) => phone.storage.delete(key),
    onNetworkStatusChange: (listener: (state: { isConnected: boolean }) => void) => networkListeners.push(listener),
    getNetworkType: (done: Done) => succeed(done, { networkType: connected ? 'wifi' : 'none' }),
    getAppBaseInfo: () => ({ fontSizeScaleFactor: 1, SDKVersion: '3.8.0' }),
    getAccountInfoSync: () => ({ miniProgram: { version: phone.appVersion } }),
    getWindowInfo: () => SCREEN,
    getDeviceInfo: () => ({ platform: 'android' }),
    getSystemInfoSync: () => ({ ...SCREEN, SDKVersion: '3.8.0', platform: 'android' }),
    canIUse: () => true,
    nextTick: (task: () => void) => Promise.resolve().then(task),
    showModal(option: Done & { content: string }) {
      phone.said.push(option.content);
      succeed(option, { confirm: phone.answer });
    },
    showToast: ({ title }: { title: string }) => phone.said.push(title),
    navigateTo: vi.fn(),
    reLaunch: vi.fn(),
    showTabBar: vi.fn(),
    hideTabBar: vi.fn(),
    stopPullDownRefresh: vi.fn(),
    downloadFile({ filePath, ...done }: Done & { filePath: string }) {
      if (!connected || !phone.canDownload) return done.fail?.({ errMsg: 'downloadFile:fail' });
      phone.files.add(filePath);
      succeed(done, { statusCode: 200, filePath });
    },
    getFileSystemManager: () => ({
      // Folders are always there.
      accessSync(path: string) {
        if (/\.\w+$/.test(path) && !phone.files.has(path)) throw new Error('accessSync:fail no such file');
      },
      readdirSync: (folder: string) =>
        [...phone.files].filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1)),
      copyFile({ srcPath, destPath, ...done }: Done & { srcPath: string; destPath: string }) {
        if (!phone.files.has(srcPath)) return done.fail?.({ errMsg: 'copyFile:fail no such file' });
        if (phone.folderFull)
          return done.fail?.({ errno: 1_300_202, errMsg: 'copyFile:fail the maximum size is exceeded' });
        phone.files.add(destPath);
        succeed(done);
      },
      writeFile({ filePath, ...done }: Done & { filePath: string }) {
        phone.files.add(filePath);
        succeed(done);
      },
      unlink: ({ filePath }: { filePath: string }) => phone.files.delete(filePath),
      getFileInfo: ({ filePath, ...done }: Done & { filePath: string }) =>
        succeed(done, { size: phone.sizes.get(filePath) ?? 1_000 }),
    }),
  });
  return phone;
}
