import { createHash } from 'node:crypto';

/**
 * The `_id` of what a request makes: the same user with the same request key always gets the same one, so that a request
 * sent twice writes once. Hashed, because an openid is nobody else's to see.
 */
export const requestId = (prefix: string, openid: string, requestKey: string): string =>
  `${prefix}${createHash('sha256').update(`${prefix}:${openid}:${requestKey}`).digest('base64url').slice(0, 22)}`;
