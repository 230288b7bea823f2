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
}

/** What a hash is for: the same text hashed for another purpose looks different. `find` is of parts by which a child is found, `mark` stands for a value that was read. */
export type BlindPurpose = 'phone' | 'idNumber' | 'invite' | 'slip' | 'transfer' | 'find' | 'mark' | 'id';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * `secrets`: key name and at least 32 bytes in base64, newest first. The first one seals; all open; the last and oldest
 * makes the blind indexes, which a new key must not change.
 */
export function createVault(secrets: readonly (readonly [name: string, secret: string])[]): Vault {
  const [newest, oldest] = [secrets[0], secrets.at(-1)];
  if (!newest || !oldest) throw new Error('no field key: set FIELD_KEYS');
  const keys = new Map(secrets.map(([name, secret]) => [name, derive(secret, 'field')]));
  const blindKey = derive(oldest[1], 'blind');
  const [current] = newest;
  const sealing = derive(newest[1], 'field');
  return {
    seal(plain) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealing, iv);
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return `${current}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}` as Sealed;
    },
    open(sealed) {
      const dot = sealed.indexOf('.');
      const key = keys.get(sealed.slice(0, dot));
      if (!key) throw new Error('sealed with an unknown key');
      const bytes = Buffer.from(sealed.slice(dot + 1), 'base64url');
      // Without its length Node takes a tag of four bytes too, which can be guessed.
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
    },
    blind: (purpose, plain) => createHmac('sha256', blindKey).update(`${purpose}:${plain}`).digest('base64url'),
  };
}

function derive(secret: string, purpose: string): Buffer {
  const bytes = Buffer.from(secret, 'base64');
  if (bytes.length < 32) throw new Error('a field key needs at least 32 bytes in base64');
  return Buffer.from(hkdfSync('sha256', bytes, 'qinqing-lianxian', purpose, 32));
}

/** 13812345678 → 138****5678. */
export const maskPhone = (phone: string): string => phone.replace(/^(.{3}).*(.{4})$/, '$1****$2');
