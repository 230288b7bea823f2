import type { MethodName } from '../../miniprogram/shared/contract';
import type { ErrorCode } from '../../miniprogram/shared/errors/catalogue';
import {
  type Asker,
  type At,
  doneHandoverId,
  handoverId,
  LEFT_ID,
  type Row,
  TODAY,
  TRANSFER_CODE,
} from './access-things';

/** How the methods about handovers and about children who come and go name a thing. */

type HandoverMethod = Extract<MethodName, `handover.${string}` | `transfer.${string}`>;
type Rows<M extends MethodName> = { readonly [K in M]: Row<K> };

const NO_CHANGE = { kind: 'change' as const, from: null, classes: [], moves: [], mentors: [] };
const handover = ({ thing }: At) => ({ id: handoverId(thing) });
/** 李老师 hands 三(2)班 over to 吴老师; besides them the offices of the schools have to do with their handovers. */
const noPart = ({ openid, role }: Asker): ErrorCode | undefined =>
  ['o-t-head', 'o-t-other'].includes(openid) || role === 'school_admin' ? undefined : 'common.not-found';

export const handoverInputs: Rows<HandoverMethod> = {
  'handover.propose': { about: 'nothing', input: () => ({ kind: 'change' }) },
  'handover.preview': { about: 'nothing', input: () => ({ draft: NO_CHANGE }) },
  'handover.begin': {
    about: 'nothing',
    input: () => ({ key: 'tap-00001', draft: NO_CHANGE }),
    refused: ({ person }) => (person?.schoolId === 'sch1' ? 'handover.other-open' : undefined),
  },
  'handover.list': { about: 'nothing', input: () => ({}) },
  'handover.open': { about: 'school', input: handover, refused: noPart },
  'handover.sign': {
    about: 'school',
    input: (at) => ({ ...handover(at), line: 'l1', side: 'from', signature: 'cloud://local.x/u/name.png', note: '' }),
    refused: ({ openid }) => (openid === 'o-t-head' ? undefined : 'common.not-found'),
  },
  'handover.apply': {
    about: 'school',
    input: handover,
    refused: ({ person }) => (person?.schoolId === 'sch1' ? 'handover.unsigned' : undefined),
  },
  'handover.undo': {
    about: 'school',
    input: ({ thing }) => ({ id: doneHandoverId(thing) }),
    refused: ({ person }) => (person?.schoolId === 'sch1' ? 'handover.other-open' : undefined),
  },
  'handover.drop': { about: 'school', input: handover },
  'transfer.leave': {
    about: 'child',
    input: ({ thing }) => ({
      ...{ key: 'tap-00001', studentId: thing.studentId, how: 'moved', day: TODAY },
      ...{ whereTo: '', withFile: false },
    }),
  },
  'transfer.look': { about: 'nothing', input: () => ({ code: TRANSFER_CODE }) },
  'transfer.accept': { about: 'class', input: ({ thing }) => ({ code: TRANSFER_CODE, classId: thing.classId }) },
  // Who comes back left the first school; to the others there is no such child.
  'transfer.rejoin': {
    about: 'class',
    input: ({ thing }) => ({ key: 'tap-00001', studentId: LEFT_ID, classId: thing.classId }),
    refused: ({ person }) => (person?.schoolId === 'sch1' ? undefined : 'common.not-found'),
  },
  'transfer.left': { about: 'nothing', input: () => ({}) },
};
