import { following } from './notices-following';
import { receiving } from './notices-receiving';
import { sending } from './notices-sending';

/** C6: what staff write and send, how it is followed until everybody has heard, and what a family does with it. */
export const noticesContract = { ...sending, ...following, ...receiving };
