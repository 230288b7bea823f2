import type { OwnContact } from '../../shared/contract';
import { addDays, type Day } from '../../shared/domain/calendar';
import { spokenDay } from '../../shared/text/time';

/** Who says it: the parents say 「您」 of themselves, a caregiver of the parents, and so does a teacher; an elder answers one question of two. */
export type Speaker = 'parent' | 'guardian' | 'elder' | 'staff';

type Contact = Pick<OwnContact, 'with' | 'way'>;
export interface Answer extends Contact {
  readonly key: string;
  readonly label: string;
}
export interface Sheet {
  /** On the button that opens it. */
  readonly button: string;
  readonly title: string;
  readonly answers: readonly Answer[];
}

/** One may say it of today and the two days before; who remembers an older call may tell the teacher. */
const DAYS_OFFERED = 3;

/** What is asked, in the speaker's own position; `name` is the child's as its family says it. */
const QUESTIONS: Readonly<Record<Speaker, (name: string) => Omit<Sheet, 'answers'> & { readonly labels: Labels }>> = {
  parent: (name) => ({
    button: '我已自己联系过',
    title: '您和谁联系了？',
    labels: {
      child: `和${name}说过话了`,
      caregiver: '和家里老人说过话了',
      both: '和他们都说过话了',
      home: `回家看过${name}了`,
    },
  }),
  guardian: (name) => ({
    button: '爸爸妈妈来过电话了',
    title: '爸爸妈妈和谁联系了？',
    labels: { child: `和${name}说过话了`, caregiver: '和我说过话了', both: '和我们都说过话了', home: '回家来过了' },
  }),
  // Who has just said that they rang has spoken with them: the child is all that is still to be asked.
  elder: (name) => ({
    button: '爸爸妈妈来过电话了',
    title: `${name}也说上话了吗？`,
    labels: { both: `${name}也说上话了`, caregiver: '这次只和我说了' },
  }),
  staff: (name) => ({
    button: '家里自己联系过了',
    title: `${name}的爸妈和谁联系了？`,
    labels: {
      child: '和孩子说过话了',
      caregiver: '和家里老人说过话了',
      both: '和他们都说过话了',
      home: '回家看过孩子了',
    },
  }),
};
type Key = 'child' | 'caregiver' | 'both' | 'home';
type Labels = Readonly<Partial<Record<Key, string>>>;

/** Who comes home sees both. */
const CONTACTS: Readonly<Record<Key, Contact>> = {
  child: { with: 'child', way: 'own_call' },
  caregiver: { with: 'caregiver', way: 'own_call' },
  both: { with: 'both', way: 'own_call' },
  home: { with: 'both', way: 'visit_home' },
};

export function sheetOf(speaker: Speaker, name: string): Sheet {
  const { button, title, labels } = QUESTIONS[speaker](name);
  const said = Object.entries(labels) as [Key, string][];
  return { button, title, answers: said.map(([key, label]) => ({ key, label, ...CONTACTS[key] })) };
}

/** 今天, 昨天, 前天 */
export const daysOf = (today: Day): { value: Day; label: string }[] =>
  Array.from({ length: DAYS_OFFERED }, (_, back) => addDays(today, -back)).map((day) => ({
    value: day,
    label: spokenDay(day, today),
  }));

/** 「记好了：今天，和小雨说过话了。」 */
export const saidOf = ({ label }: Answer, day: Day, today: Day): string =>
  `记好了：${spokenDay(day, today)}，${label}。`;
