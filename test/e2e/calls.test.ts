import { closeDay } from './calls/1-closed-day';
import { moveCall } from './calls/2-move';
import { waitForTime } from './calls/3-waitlist';
import { workAtDesk } from './calls/4-desk';
import { workWithoutNetwork } from './calls/5-offline';
import { meetTrouble } from './calls/6-trouble';
import { tellAndSwap } from './calls/7-own-contact';
import { meetInRoom } from './calls/8-room';
import { haveFamilyTime } from './calls/9-family-time';
import { journey } from './journey';

/** Booking and calls in full, at a school in the middle of its term: the steps build on each other and so run in order. */
journey('term', [
  ['1 the headteacher closes a day; the family is told why and finds another time', closeDay],
  ['2 a mother moves her call in one step, and calls it off', moveCall],
  ['3 a father waits for a time, lets one go by and takes the next', waitForTime],
  ['4 the desk: a family that rings up, the slips, a child that comes by itself', workAtDesk],
  ['5 the desk without a network, and what collides', workWithoutNetwork],
  ['6 a tablet dies, then the power', meetTrouble],
  ['7 what families did by themselves; two teachers swap a day', tellAndSwap],
  ['8 father and child meet in the room of the app', meetInRoom],
  ['9 a standing family time, laid out on Monday noon', haveFamilyTime],
]);
