/** Numbers of people who do not exist, made so that they can never be anyone's. */
import { checkDigit } from '../../cloudfunctions/_server/roster/id-number';
import type { Sex } from '../../cloudfunctions/_server/roster/pupil';

/** No province has the code 99 (GB/T 2260 ends at 82), so no such ID number is ever issued; its check digit is right all the same. */
export const DEMO_AREA = '990101';
/** No operator has been given 154: a number in the form of a mobile that rings nobody. */
export const DEMO_PHONE_PREFIX = '1540000';

export const demoPhone = (n: number): string => DEMO_PHONE_PREFIX + String(n).padStart(4, '0');

/** Hands out each number once. */
export interface Numbers {
  phone(): string;
  idNumber(born: string, sex: Sex): string;
}

export function makeNumbers(firstPhone: number): Numbers {
  let phones = firstPhone;
  const sequences = new Map<string, number>();
  return {
    phone: () => demoPhone(phones++),
    idNumber(born, sex) {
      const key = `${born} ${sex}`;
      const n = sequences.get(key) ?? 0;
      sequences.set(key, n + 1);
      const sequence = String(2 * n + (sex === 'male' ? 1 : 2)).padStart(3, '0');
      const first17 = DEMO_AREA + born.replaceAll('-', '') + sequence;
      return first17 + checkDigit(first17);
    },
  };
}
