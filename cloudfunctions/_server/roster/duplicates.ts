/** Doubts that only several rows together can raise. */
import { type Doubt, doubt } from './doubts';
import type { PupilRow } from './pupil';

/** The same phone in this many families is no household any more. */
const MANY_FAMILIES = 4;

const placeOf = ({ sheet, row }: PupilRow) => ({ sheet, row });

/** 第 5 行（张三）, with the sheet's name when it is another sheet. */
function named(pupil: PupilRow, from: PupilRow): string {
  const sheet = pupil.sheet === from.sheet ? '' : `「${pupil.sheet}」`;
  return `${sheet}第 ${pupil.row} 行（${pupil.name}）`;
}

const TWICE = [
  { code: 'twice.idNumber', key: ({ idNumber }: PupilRow) => idNumber },
  { code: 'twice.child', key: ({ name, birthDay }: PupilRow) => `${name} ${birthDay}` },
  { code: 'twice.studentNo', key: ({ studentNo }: PupilRow) => studentNo },
] as const;

/** Each row that repeats an earlier one, with the gravest of the reasons. */
function repeatedPupils(pupils: readonly PupilRow[]): Doubt[] {
  const seen = TWICE.map(() => new Map<string, PupilRow>());
  return pupils.flatMap((pupil) => {
    const found: Doubt[] = [];
    TWICE.forEach(({ code, key }, i) => {
      const text = key(pupil);
      const first = text === undefined ? undefined : seen[i]?.get(text);
      if (first) found.push(doubt(placeOf(pupil), code, { other: named(first, pupil) }));
      else if (text !== undefined) seen[i]?.set(text, pupil);
    });
    return found.slice(0, 1);
  });
}

/** Families are told apart by the parents' names; the same phone of a grandmother with five grandchildren of two sons is fine. */
function sharedPhones(pupils: readonly PupilRow[]): Doubt[] {
  const families = new Map<string, { first: PupilRow; names: Set<string> }>();
  for (const pupil of pupils) {
    const { father, mother, delegate, homePhone } = pupil;
    const adults = [father, mother, delegate];
    const phones = adults.flatMap((adult) => [adult?.phone, ...(adult?.otherPhones ?? [])]);
    for (const phone of new Set([...phones, homePhone])) {
      if (phone === undefined) continue;
      const entry = families.get(phone) ?? { first: pupil, names: new Set() };
      families.set(phone, entry);
      entry.names.add(`${father?.name ?? ''} ${mother?.name ?? ''}`);
    }
  }
  return [...families]
    .filter(([, { names }]) => names.size >= MANY_FAMILIES)
    .map(([value, { first, names }]) =>
      doubt(placeOf(first), 'phone.manyFamilies', { value, other: String(names.size) }),
    );
}

export function doubtsAcrossRows(pupils: readonly PupilRow[]): Doubt[] {
  return [...repeatedPupils(pupils), ...sharedPhones(pupils)];
}
