import { writeVisit } from './care/1-visit';
import { pairChildren } from './care/2-pairs';
import { keepPlan } from './care/3-plan';
import { raiseConcern } from './care/4-concern';
import { seeDue } from './care/5-due';
import { journey } from './journey';

/** What a school does for its children beside the calls: the steps build on each other and so run in order. */
journey('term', [
  ['1 a visit is written at the door, and the family reads what was meant for it', writeVisit],
  ['2 the office lets children and mentors be paired', pairChildren],
  ['3 an entry for a goal stands under the plan', keepPlan],
  ['4 a worry goes to the counsellor in one tap', raiseConcern],
  ['5 who is due stands before the teacher, and the gaps before the headteacher', seeDue],
]);
