import { LIMITS } from '../../miniprogram/shared/limits';
import { manyPupils, workbookOfPupils } from '../../test/support/roster-corpus/large';
import { largestRoster } from './largest-roster';
import { atMost, type Group, type Row } from './rows';

const LIMIT_S = 30;
const LIMIT_MB = 512;

/** What a request does, in the order in which `largestRoster` makes them. */
const STEPS = [
  'read',
  'apply',
  'read again',
  'read with all changed',
  'apply changes',
  'take changes back',
  'take back',
];

/** The largest roster that may come in, by the function as it is deployed. */
export const roster: Group = {
  name: 'roster',
  title: `A roster of ${LIMITS.rosterRows} pupils`,
  async run({ note }) {
    note('the roster is written');
    const pupils = manyPupils(LIMITS.rosterRows);
    const moved = pupils.map((pupil) => ({ ...pupil, classNo: pupil.classNo + 1 }));
    note('it comes in');
    const { steps } = await largestRoster(workbookOfPupils(pupils), workbookOfPupils(moved));
    const times = steps.map(({ wall }, i): Row => atMost(LIMIT_S, `roster: ${STEPS[i] ?? i}`, wall, 's'));
    const most = Math.max(...steps.map(({ rss }) => rss));
    return [...times, atMost(LIMIT_MB, 'roster: most memory of the process', most, 'MB')];
  },
};
