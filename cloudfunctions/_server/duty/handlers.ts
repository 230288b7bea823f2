import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Handlers } from '../kernel/serve';

const later = async (): Promise<never> => {
  throw new AppError('system.version');
};

export const dutyHandlers: Handlers<'duty'> = {
  'duty.read': later,
  'duty.ask': later,
  'duty.answer': later,
  'duty.withdraw': later,
};
