import { dropFrom, makeFolder } from './files';
import { newId } from './ids';
import { currentMembership } from './session';
import { recall, remember, storedKeys } from './storage';

/*
 * What was heard once can be heard again without a network: sounds are kept as files, so many of each kind, the newest. They
 * belong to the membership in use; `session` forgets the list of one that is lost, and its files go the next time the app shows.
 */

/** How many of a kind are kept: a voice has at most 240 KB, a piece of speech about 40. */
const MOST = { voice: 12, speech: 80 } as const;
type Kind = keyof typeof MOST;

interface Sound {
  readonly kind: Kind;
  /** Of a voice the receipt, of speech the words. */
  readonly name: string;
  readonly path: string;
}

const LISTS = 'sounds:';
const list = (): string => LISTS + (currentMembership()?.id ?? '');
const folder = (): string => `${wx.env.USER_DATA_PATH}/sounds`;

/** Fetched at the moment, by kind and name: who asks again waits for the same. */
const fetching = new Map<string, Promise<string>>();

/** The local path of a sound that is on this phone. */
export function keptSound(kind: Kind, name: string): string | undefined {
  const path = recall<Sound[]>(list(), []).find((one) => one.kind === kind && one.name === name)?.path;
  if (path === undefined) return undefined;
  try {
    wx.getFileSystemManager().accessSync(path);
    return path;
  } catch {
    return undefined;
  }
}

/**
 * Keeps a sound and answers its local path. Where it cannot be fetched (no network, no room, or an address that WeChat lets
 * be played but not fetched) it answers the address, for that may still be played.
 */
export function keepSound(kind: Kind, name: string, address: string): Promise<string> {
  const known = keptSound(kind, name);
  if (known !== undefined) return Promise.resolve(known);
  const key = `${kind}:${name}`;
  const under = fetching.get(key) ?? fetchSound(kind, name, address).finally(() => fetching.delete(key));
  fetching.set(key, under);
  return under;
}

async function fetchSound(kind: Kind, name: string, address: string): Promise<string> {
  const path = `${folder()}/${newId()}.mp3`;
  const owner = list();
  try {
    makeFolder(folder());
    await download(address, path);
  } catch {
    return address;
  }
  const sounds = [...recall<Sound[]>(owner, []), { kind, name, path }];
  const over = sounds.filter((one) => one.kind === kind).slice(0, -MOST[kind]);
  remember(
    owner,
    sounds.filter((one) => !over.includes(one)),
  );
  for (const one of over) dropFrom(folder(), one.path);
  return path;
}

function download(url: string, filePath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    wx.downloadFile({
      url,
      filePath,
      success: ({ statusCode }) => (statusCode === 200 ? resolve() : reject(new Error(`sounds: ${statusCode}`))),
      fail: reject,
    });
  });
}

/** Deletes the files that no list names any more; called by `app.ts`. */
export function dropStraySounds(): void {
  const lists = storedKeys().filter((key) => key.startsWith(LISTS));
  const named = new Set(lists.flatMap((key) => recall<Sound[]>(key, [])).map(({ path }) => path));
  let files: string[];
  try {
    files = wx.getFileSystemManager().readdirSync(folder());
  } catch {
    // Nothing was ever kept.
    return;
  }
  for (const path of files.map((file) => `${folder()}/${file}`)) if (!named.has(path)) dropFrom(folder(), path);
}
