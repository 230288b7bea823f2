import { journey } from './journey';
import { inviteToMeeting } from './notices/1-invite';
import { grannyListens } from './notices/2-listen';
import { fatherAnswers } from './notices/3-answer';
import { motherSigns } from './notices/4-sign';
import { climbTheLadder } from './notices/5-ladder';
import { tellOnPaper } from './notices/6-paper';
import { setRight } from './notices/7-set-right';
import { countMessages } from './notices/8-once';

/** Notices in full, at a school in the middle of its term: the steps build on each other and so run in order. */
journey('term', [
  ['1 the teacher invites to the meeting, from a template, with her voice', inviteToMeeting],
  ['2 the grandmother hears the voice, and what the phone reads to her', grannyListens],
  ['3 the father answers from the message', fatherAnswers],
  ['4 a mother of two signs once, with her finger', motherSigns],
  ['5 three days later the ladder has climbed; the teacher calls', climbTheLadder],
  ['6 a house without a phone is told by a neighbour with a paper slip', tellOnPaper],
  ['7 what was wrong is corrected, and taken back, in the open', setRight],
  ['8 nobody got a message twice', countMessages],
]);
