import type { Handlers } from '../kernel/serve';
import { board } from './board';
import { person } from './person';
import { relay } from './relay';

type Following = Pick<Handlers<'notices'>, 'notices.board' | 'notices.person' | 'notices.relay'>;

/** Who heard it and who did not. */
export const following: Following = {
  'notices.board': board,
  'notices.person': person,
  'notices.relay': relay,
};
