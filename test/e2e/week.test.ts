import { journey } from './journey';
import { importRosterAndPrintCards } from './week/1-roster';
import { bindFamilies } from './week/2-bind';
import { bookCalls } from './week/3-book';
import { runTheDesk } from './week/4-desk';
import { keepTheLedger } from './week/5-ledger';
import { tellTheFamilies } from './week/6-notice';
import { visitWithoutNetwork } from './week/7-visit';
import { watchOverFiles } from './week/8-watch';
import { readAllAtLargestType } from './week/9-largest';

/** One school, one week, one world: the steps build on each other and so run in order. */
journey('founded', [
  ['1 the headteacher imports the roster and prints the cards', importRosterAndPrintCards],
  ['2 father and grandmother bind with the codes on their cards', bindFamilies],
  ['3 a father books a call and is reminded; another one gets the next best time', bookCalls],
  ['4 the duty teacher runs the desk', runTheDesk],
  ['5 the ledger: a week with contact, amber, red, reminders and the roll', keepTheLedger],
  ['6 a notice with a voice is heard, or told by phone', tellTheFamilies],
  ['7 a visit written without a network arrives once', visitWithoutNetwork],
  ['8 the access log, and a county that sees counts only', watchOverFiles],
  ['9 all pages of the staff in the largest type', readAllAtLargestType],
]);
