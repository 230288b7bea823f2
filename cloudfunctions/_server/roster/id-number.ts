/** What is wrong with an ID number as a sheet gives it (domain/id-number.ts has the number itself). */
import { checkDigit, numberFault } from '../../../miniprogram/shared/domain/id-number';

export { birthDayOf, checkDigit, sexOf } from '../../../miniprogram/shared/domain/id-number';

export type IdNumberFault = 'idNumber.shape' | 'idNumber.lostDigits' | 'idNumber.birthDay' | 'idNumber.checkDigit';

/**
 * What is wrong with a number, or `undefined`. Excel keeps only 15 digits of a number, so an ID that was typed into a numeric
 * cell ends in 000 or reads 4.4E+17: that is told apart, because it is mended differently (as text, from the paper).
 */
export function faultOf(id: string): IdNumberFault | undefined {
  if (/^\d(\.\d+)?E\+?1[67]$/i.test(id)) return 'idNumber.lostDigits';
  const fault = numberFault(id);
  if (!fault || fault === 'shape') return fault && `idNumber.${fault}`;
  return id.endsWith('000') && checkDigit(id) !== id.charAt(17) ? 'idNumber.lostDigits' : `idNumber.${fault}`;
}
