import type { MethodName } from '../../miniprogram/shared/contract';
import { usualRules } from '../../miniprogram/shared/domain/cadence-rules';
import type { Row } from './access-things';
import { aSchool } from './builders';

/** How the methods about cadences name a thing. */

type CadenceMethod = Extract<MethodName, `cadence.${string}`>;

export const cadenceInputs: { readonly [M in CadenceMethod]: Row<M> } = {
  'cadence.due': { about: 'class', input: ({ thing }) => ({ of: 'class', classId: thing.classId }) },
  'cadence.child': { about: 'child', input: ({ thing }) => ({ studentId: thing.studentId }) },
  'cadence.pause': {
    about: 'child',
    input: ({ thing }) => ({ studentId: thing.studentId, from: '2026-11-23', to: null, why: 'ill' }),
  },
  'cadence.unpause': {
    about: 'child',
    input: ({ thing }) => ({ studentId: thing.studentId, from: '2026-11-23' }),
  },
  'cadence.focus': { about: 'child', input: ({ thing }) => ({ studentId: thing.studentId, on: true }) },
  'cadence.rules': { about: 'nothing', input: () => ({}) },
  'cadence.saveRules': { about: 'nothing', input: () => ({ seen: usualRules(aSchool().term), rules: [] }) },
};
