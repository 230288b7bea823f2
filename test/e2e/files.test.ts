import { findChild } from './files/1-find';
import { twoAtOnce } from './files/2-at-once';
import { proposeFactory } from './files/3-propose';
import { askMother } from './files/4-consent';
import { bindByNumber } from './files/5-number';
import { importAndTakeBack } from './files/6-roster';
import { handOver } from './files/7-handover';
import { takeDataAlong } from './files/8-data';
import { journey } from './journey';

/** Children's files at a school in the middle of its term: the steps build on each other and so run in order. */
journey('term', [
  ['1 the teacher finds a child by how its name sounds, its class and the end of a phone number', findChild],
  ['2 the teacher and the office change the same address, and neither is lost', twoAtOnce],
  ['3 a father proposes his new factory without a network, and the teacher takes it', proposeFactory],
  ['4 a mother says what the school may do, and the teacher sees it', askMother],
  ['5 a mother is bound by her number; her phone is lost', bindByNumber],
  ['6 a roster with strange headers comes in, and is taken back', importAndTakeBack],
  ['7 a class gets another teacher: both sign, and the old one is out', handOver],
  ['8 the family takes its data along; the office sees who looked', takeDataAlong],
]);
