import { phone } from '../system/phone';
import { asyncApi, syncCall } from './api';
import { WxFailure } from './failure';

const LIMIT_KB = 10 * 1024;
const ITEM_LIMIT_KB = 1024;
const prefix = `phone/${phone.persona.key}/`;

const kilobytes = (text: string): number => Math.ceil(text.length / 1024);

const keysHere = (): string[] =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length));

/** Dates keep their type, as on a phone; anything else goes as JSON. */
const encode = (value: unknown): string =>
  JSON.stringify(value instanceof Date ? { date: value.getTime() } : { value });

function decode(text: string): unknown {
  const { value, date } = JSON.parse(text) as { value?: unknown; date?: number };
  return date === undefined ? value : new Date(date);
}

function read(key: string): unknown {
  const text = localStorage.getItem(prefix + key);
  return text === null ? undefined : decode(text);
}

function write(key: string, value: unknown): void {
  const text = encode(value);
  if (kilobytes(text) > ITEM_LIMIT_KB) throw new WxFailure(`data exceed max size ${ITEM_LIMIT_KB}KB`);
  const others = keysHere().filter((other) => other !== key);
  const used = others.reduce((sum, other) => sum + kilobytes(localStorage.getItem(prefix + other) ?? ''), 0);
  if (used + kilobytes(text) > LIMIT_KB) throw new WxFailure('exceed storage max size 10Mb');
  try {
    localStorage.setItem(prefix + key, text);
  } catch {
    throw new WxFailure('exceed storage max size 10Mb');
  }
}

function info() {
  const keys = keysHere();
  const currentSize = keys.reduce((sum, key) => sum + kilobytes(localStorage.getItem(prefix + key) ?? ''), 0);
  return { keys, currentSize, limitSize: LIMIT_KB };
}

const remove = (key: string): void => localStorage.removeItem(prefix + key);
const clear = (): void => keysHere().forEach(remove);

interface Key {
  key: string;
}

/** Storage of this persona's phone: 10 MB in all, 1 MB an item. */
export const storageApi = {
  getStorage: asyncApi<Key>('getStorage', ({ key }) => {
    const data = read(key);
    if (data === undefined) throw new WxFailure('data not found');
    return { data };
  }),
  setStorage: asyncApi<Key & { data: unknown }>('setStorage', ({ key, data }) => write(key, data)),
  removeStorage: asyncApi<Key>('removeStorage', ({ key }) => remove(key)),
  clearStorage: asyncApi('clearStorage', clear),
  getStorageInfo: asyncApi('getStorageInfo', info),
  getStorageSync: (key: string): unknown => read(key) ?? '',
  setStorageSync: (key: string, data: unknown): void => syncCall('setStorageSync', () => write(key, data)),
  removeStorageSync: remove,
  clearStorageSync: clear,
  getStorageInfoSync: info,
};
