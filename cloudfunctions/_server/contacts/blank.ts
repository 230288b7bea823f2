import type { Day } from '../../../miniprogram/shared/domain/calendar';
import type { Student } from '../data/documents';

/** What a document says of a child of whom nothing is known: where a new one begins, and all that stays of one that was erased. */
export const nothingKnown = (since: Day) =>
  ({
    className: '',
    name: '',
    birthDay: null,
    idNumber: null,
    idHash: null,
    studentNo: null,
    ethnicity: null,
    registered: null,
    registeredAddress: null,
    boarding: false,
    schooling: null,
    leftBehind: false,
    careStatus: 'not_left_behind',
    living: null,
    guardianship: null,
    assessment: null,
    address: null,
    health: null,
    income: null,
    aid: null,
    status: 'active',
    left: null,
    keys: [],
    order: '',
    contact: { childDay: null, caregiverDay: null, remindedDay: null, since },
    lowFaces: 0,
    lastFace: null,
  }) as const satisfies Omit<Student, '_id' | 'schoolId' | 'classId' | 'sex' | 'importId' | 'faced'>;
