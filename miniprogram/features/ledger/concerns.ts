import type { Output } from '../../shared/contract';
import type { Day } from '../../shared/domain/calendar';
import { CONCERN_NAMES } from '../../shared/text/contact';
import { spokenDay } from '../../shared/text/time';
import type { NoteSheet } from './components/note-sheet/sheet';

type Concern = Output<'ledger.child'>['concerns'][number];

/** The longest text of what worries, and of what came of it (contract/ledger.ts). */
export const CONCERN_TEXT = 500;

/** 「李老师 今天：挂了电话就哭」, and what came of it. */
export const concernFact = ({ by, day, note, status, outcome }: Concern, today: Day): string => {
  const said = `${by} ${spokenDay(day, today)}${note ? `：${note}` : ''}`;
  return status === 'closed' ? `${said}。了结：${outcome || '没有写'}` : said;
};

/** The question how something that worried came out. */
export const settleSheet = ({ id, kind }: Pick<Concern, 'id' | 'kind'>): NoteSheet => ({
  key: id,
  title: '这件事了结了吗？',
  text: CONCERN_NAMES[kind],
  choices: [],
  label: '后来怎么样',
  placeholder: '比如：和爸爸说好了，以后每周日晚上打',
  most: CONCERN_TEXT,
  yes: '了结了',
});
