/** What a row tells of a pupil and its adults, as facts of the file (domain/child-file.ts). A field that is absent, the row does not say. */
import type { FieldKey } from '../../../miniprogram/shared/domain/child-file';
import type { AdultRow } from './adults';
import type { PupilRow } from './pupil';
import { AID, HEALTH } from './words';

export type Told = { readonly [K in FieldKey]?: string | undefined };

const yesNo = (value: boolean | undefined) => (value === undefined ? undefined : value ? 'yes' : 'no');

/** A column that the file lacks leaves what is known; for a new pupil what the reading assumes is all there is. */
export function pupilTold(row: PupilRow, columns: ReadonlySet<string>, isNew: boolean): Told {
  const says = (column: string) => isNew || columns.has(column);
  const { health, aid } = row;
  return {
    'pupil.name': row.name,
    'pupil.sex': row.sex,
    'pupil.birthDay': row.birthDay,
    'pupil.idNumber': row.idNumber,
    'pupil.ethnicity': row.ethnicity,
    'pupil.studentNo': row.studentNo,
    'pupil.registered': yesNo(row.householdRegistered),
    'pupil.registeredAddress': row.registeredAddress,
    'pupil.address': row.currentAddress,
    'pupil.living': row.living ?? (row.boarding ? 'boarding' : undefined),
    'pupil.boarding': says('boarding') ? yesNo(row.boarding) : undefined,
    'pupil.schooling': says('schooling') ? row.schooling : undefined,
    'pupil.careStatus': says('careStatus') || row.careStatus !== 'not_left_behind' ? row.careStatus : undefined,
    'pupil.guardianship': row.guardianship,
    'pupil.assessment': row.assessment,
    'pupil.health': health && HEALTH.show(health.state) + (health.detail ? `：${health.detail}` : ''),
    'pupil.income': row.income,
    'pupil.aid': aid && (aid.map(AID.show).join('、') || '无'),
  };
}

/** What the row tells of the adult as a person, whichever child it is about. */
export const adultTold = (adult: AdultRow): Told => ({
  'member.phone': adult.phone,
  'member.morePhones': adult.morePhones?.join(','),
  'member.workplace': adult.workplace,
  'member.shift': adult.shift,
  'member.address': adult.address,
  'member.birthDay': adult.born,
  'member.idNumber': adult.idNumber,
  'member.canRead': yesNo(adult.canRead),
  'member.hasSmartphone': yesNo(adult.hasSmartphone),
});
