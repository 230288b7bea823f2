import type { Handlers } from '../kernel/serve';
import { following } from './following';
import { receiving } from './receiving';
import { sending } from './sending';

/** Slips and exports are made by `documents` (documents/notices.ts). */
export const noticesHandlers: Omit<Handlers<'notices'>, 'notices.slips' | 'notices.export'> = {
  ...sending,
  ...following,
  ...receiving,
};
