import { journey } from './journey';
import { motherWrites } from './letters/1-write';
import { deskSends } from './letters/2-send';
import { childAnswers } from './letters/3-tablet';
import { motherHears } from './letters/4-hear';

/** 家书, there and back: the steps build on each other and so run in order. */
journey('term', [
  ['1 a mother writes by voice and words, without a network', motherWrites],
  ['2 the school sees that a letter waits, not what it says, and sends the child to the tablet', deskSends],
  [
    '3 the child chooses its pictures, hears the letter and answers with its voice; a wrong secret opens nothing',
    childAnswers,
  ],
  ['4 the mother hears the answer', motherHears],
]);
