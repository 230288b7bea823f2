import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Handlers } from '../kernel/serve';

const later = async (): Promise<never> => {
  throw new AppError('system.version');
};

export const deskHandlers: Omit<Handlers<'desk'>, 'desk.slips'> = {
  'desk.people': later,
  'desk.slots': later,
  'desk.book': later,
  'desk.walkIn': later,
  'desk.move': later,
  'desk.extend': later,
  'desk.disrupt': later,
  'desk.lease': later,
  'desk.report': later,
};
