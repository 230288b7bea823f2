import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { LetterSealed, Sealed } from './documents';

/**
 * Seals single fields with AES-256-GCM and makes blind indexes with HMAC-SHA-256. Both keys come from one secret that
 * lives in the function's environment, never in the database. A sealed text names its key, so that keys can be changed.
 */
export interface Vault<S extends string = Sealed> {
  seal(plain: string): S;
  /** Throws when the text was altered or its key is unknown. */
  open(sealed: S): string;
  /** Equal texts give equal hashes; without the key nothing can be guessed from one. `id` makes documents' ids out of who a person is. */
  blind(purpose: BlindPurpose, plain: string): string;
  /** The hash of a text under every key, newest first: what stands in the database may be of the time before a change of key. */
  blinds(purpose: BlindPurpose, plain: string): [newest: string, ...older: string[]];
  /** The names of the keys, newest first. */
  readonly keys: readonly [newest: string, ...older: string[]];
  /** Which key sealed a text. */
  keyOf(sealed: S): string;
}

/** The vault of letters: another secret, and texts that the other vault's types do not take. */
export type LetterVault = Vault<LetterSealed>;

/** What sets keys apart that come from one secret by mistake. */
const OF_FIELDS = 'qinqing-lianxian';
const OF_LETTERS = 'qinqing-lianxian letters';

/** What a hash is for: the same text hashed for another purpose looks different. `find` is of parts by which a child is found, `mark` stands for a value that was read. */
export type BlindPurpose = 'phone' | 'idNumber' | 'invite' | 'slip' | 'transfer' | 'find' | 'mark' | 'id';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * `secrets`: key name and at least 32 bytes in base64, newest first. The first one seals and makes the blind indexes; all open, and all
 * find. The job `privacy.reseal` (privacy/reseal.ts) brings what is old under the newest, so that the others can be taken out.
 */
export const createVault = (secrets: Secrets): Vault => vaultOf<Sealed>(secrets, OF_FIELDS, 'FIELD_KEYS');

/** The same for what letters say. Where no secret is given, letters alone do not work: most of what runs needs none. */
export const createLetterVault = (secrets: Secrets): LetterVault =>
  secrets.length > 0 ? vaultOf<LetterSealed>(secrets, OF_LETTERS, 'LETTER_KEYS') : NO_LETTERS;

const refuse = (): never => {
  throw new Error('no key: set LETTER_KEYS');
};
const NO_LETTERS: LetterVault = {
  seal: refuse,
  open: refuse,
  blind: refuse,
  blinds: refuse,
  keyOf: refuse,
  keys: [''],
};

type Secrets = readonly (readonly [name: string, secret: string])[];

function vaultOf<S extends string>(secrets: Secrets, salt: string, setting: string): Vault<S> {
  const keys = new Map(
    secrets.map(([name, secret]) => [
      name,
      { field: derive(secret, salt, 'field'), blind: derive(secret, salt, 'blind') },
    ]),
  );
  const [newest, ...older] = keys;
  if (!newest) throw new Error(`no key: set ${setting}`);
  const [current, currentKeys] = newest;
  const hash = (key: Buffer, purpose: BlindPurpose, plain: string) =>
    createHmac('sha256', key).update(`${purpose}:${plain}`).digest('base64url');
  const keyOf = (sealed: S) => sealed.slice(0, Math.max(0, sealed.indexOf('.')));
  return {
    seal(plain) {
      return `${current}.${enclose(currentKeys.field, Buffer.from(plain, 'utf8')).toString('base64url')}` as S;
    },
    open(sealed) {
      const key = keys.get(keyOf(sealed));
      if (!key) throw new Error('sealed with an unknown key');
      return disclose(key.field, Buffer.from(sealed.slice(sealed.indexOf('.') + 1), 'base64url')).toString('utf8');
    },
    blind: (purpose, plain) => hash(currentKeys.blind, purpose, plain),
    blinds: (purpose, plain) => [
      hash(currentKeys.blind, purpose, plain),
      ...older.map(([, { blind }]) => hash(blind, purpose, plain)),
    ],
    keys: [current, ...older.map(([name]) => name)],
    keyOf,
  };
}

/** AES-256-GCM: the random start, the tag, then what is hidden. */
function enclose(key: Uint8Array, plain: Uint8Array): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

function disclose(key: Uint8Array, bytes: Uint8Array): Buffer {
  // Without its length Node takes a tag of four bytes too, which can be guessed.
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
}

/** A key for one file, as text. It is kept sealed, so that a change of keys need not touch the file. */
export const newFileKey = (): string => randomBytes(32).toString('base64');
/** A file's bytes under its own key. */
export const sealFile = (key: string, bytes: Uint8Array): Uint8Array => enclose(Buffer.from(key, 'base64'), bytes);
/** Throws when the file was altered or is another key's. */
export const openFile = (key: string, bytes: Uint8Array): Uint8Array => disclose(Buffer.from(key, 'base64'), bytes);

function derive(secret: string, salt: string, purpose: string): Buffer {
  const bytes = Buffer.from(secret, 'base64');
  if (bytes.length < 32) throw new Error('a key needs at least 32 bytes in base64');
  return Buffer.from(hkdfSync('sha256', bytes, salt, purpose, 32));
}

/** 13812345678 → 138****5678. */
export const maskPhone = (phone: string): string => phone.replace(/^(.{3}).*(.{4})$/, '$1****$2');
