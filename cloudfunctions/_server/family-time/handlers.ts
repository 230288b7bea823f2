import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Handlers } from '../kernel/serve';

const later = async (): Promise<never> => {
  throw new AppError('system.version');
};

export const familyTimeHandlers: Handlers<'familyTime'> = {
  'familyTime.read': later,
  'familyTime.save': later,
};
