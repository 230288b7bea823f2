import type { Output } from '../shared/contract';
import { currentMembership } from './session';
import { recall, remember } from './storage';

/* What is due, as the school said it last: it is read again at a door without a network. It belongs to the membership in use. */

type Due = Output<'cadence.due'>;

const key = (): string => `due:${currentMembership()?.id ?? ''}`;

export const keptDue = (): Due | null => recall<Due | null>(key(), null);

export const keepDue = (due: Due): boolean => remember(key(), due);
