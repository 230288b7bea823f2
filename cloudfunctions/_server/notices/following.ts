import type { Handlers } from '../kernel/serve';
import { board } from './board';
import { nudge } from './nudge';
import { person } from './person';
import { relay } from './relay';
import { told } from './told';

type Following = Pick<
  Handlers<'notices'>,
  'notices.board' | 'notices.person' | 'notices.told' | 'notices.nudge' | 'notices.relay'
>;

/** Who heard it and who did not. */
export const following: Following = {
  'notices.board': board,
  'notices.person': person,
  'notices.told': told,
  'notices.nudge': nudge,
  'notices.relay': relay,
};
