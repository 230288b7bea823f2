import type { PhoneConfig } from '../../phone-config';

declare global {
  /** Set by the gateway's page before the runtime starts. */
  var __phone: PhoneConfig;
}

/** Whose phone this is and where its endpoints are. */
export const phone = globalThis.__phone;
