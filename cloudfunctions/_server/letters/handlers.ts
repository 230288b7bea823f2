import type { MethodName } from '../../../miniprogram/shared/contract';
import type { DOCUMENT_METHODS } from '../../../miniprogram/shared/limits';
import type { AllHandlers } from '../kernel/serve';
import { boothLetters } from './booth';
import { familyLetters } from './family';
import { reportLetters } from './reports';
import { staffLetters } from './staff';

type LetterMethod = Exclude<Extract<MethodName, `letters.${string}`>, (typeof DOCUMENT_METHODS)[number]>;
/** Some of the methods: those of a family, of a child at the tablet, or of staff. */
export type LettersPart = Partial<Pick<AllHandlers, LetterMethod>>;

export const lettersHandlers: Pick<AllHandlers, LetterMethod> = {
  ...familyLetters,
  ...boothLetters,
  ...staffLetters,
  ...reportLetters,
};
