import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { Sealed } from './documents';

/**
 * Seals single fields with AES-256-GCM and makes blind indexes with HMAC-SHA-256. Both keys come from one secret that
 * lives in the function's environment, never in the database. A sealed text names its key, so that keys can be changed.
 */
export interface Vault {
  seal(plain: string): Sealed;
  /** Throws when the text was altered or its key is unknown. */
  open(sealed: Sealed): string;
  /** Equal texts give equal hashes; without the key nothing can be guessed from one. `id` makes documents' ids out of who a person is. */
  blind(purpose: BlindPurpose, plain: string): string;
  /** The hash of a text under every key, newest first: what stands in the database may be of the time before a change of key. */
  blinds(purpose: BlindPurpose, plain: string): [newest: string, ...older: string[]];
  /** The names of the keys, newest first. */
  readonly keys: readonly [newest: string, ...older: string[]];
  /** Which key sealed a text. */
  keyOf(sealed: Sealed): string;
}

/** What a hash is for: the same text hashed for another purpose looks different. `find` is of parts by which a child is found, `mark` stands for a value that was read. */
export type BlindPurpose = 'phone' | 'idNumber' | 'invite' | 'slip' | 'transfer' | 'find' | 'mark' | 'id';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * `secrets`: key name and at least 32 bytes in base64, newest first. The first one seals and makes the blind indexes; all open, and all
 * find. The job `privacy.reseal` (privacy/reseal.ts) brings what is old under the newest, so that the others can be taken out.
 */
export function createVault(secrets: readonly (readonly [name: string, secret: string])[]): Vault {
  const keys = new Map(
    secrets.map(([name, secret]) => [name, { field: derive(secret, 'field'), blind: derive(secret, 'blind') }]),
  );
  const [newest, ...older] = keys;
  if (!newest) throw new Error('no field key: set FIELD_KEYS');
  const [current, currentKeys] = newest;
  const hash = (key: Buffer, purpose: BlindPurpose, plain: string) =>
    createHmac('sha256', key).update(`${purpose}:${plain}`).digest('base64url');
  const keyOf = (sealed: Sealed) => sealed.slice(0, Math.max(0, sealed.indexOf('.')));
  return {
    seal(plain) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', currentKeys.field, iv);
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return `${current}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}` as Sealed;
    },
    open(sealed) {
      const key = keys.get(keyOf(sealed));
      if (!key) throw new Error('sealed with an unknown key');
      const bytes = Buffer.from(sealed.slice(sealed.indexOf('.') + 1), 'base64url');
      // Without its length Node takes a tag of four bytes too, which can be guessed.
      const decipher = createDecipheriv('aes-256-gcm', key.field, bytes.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
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

function derive(secret: string, purpose: string): Buffer {
  const bytes = Buffer.from(secret, 'base64');
  if (bytes.length < 32) throw new Error('a field key needs at least 32 bytes in base64');
  return Buffer.from(hkdfSync('sha256', bytes, 'qinqing-lianxian', purpose, 32));
}

/** 13812345678 → 138****5678. */
export const maskPhone = (phone: string): string => phone.replace(/^(.{3}).*(.{4})$/, '$1****$2');
