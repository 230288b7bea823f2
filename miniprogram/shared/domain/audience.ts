import type { Audience } from '../contract';
import { givenName } from '../text/names';
import { type Reachable, type Rung, waysTo } from './ladder';

/** What of a family member decides whether and how a notice reaches it. */
export interface Addressee extends Reachable {
  readonly _id: string;
  readonly role: 'parent' | 'guardian';
  readonly children: readonly {
    readonly studentId: string;
    readonly classId: string;
    readonly relation: string;
    readonly mayContact: boolean;
  }[];
}

/** What of a pupil decides whether its family is meant. */
export interface AudiencePupil {
  readonly _id: string;
  readonly classId: string;
  readonly className: string;
  readonly name: string;
  readonly status: 'active' | 'left';
  readonly boarding: boolean;
  readonly leftBehind: boolean;
}

/** One person with those of its children because of whom it is addressed. */
export interface Recipient<P extends Addressee = Addressee> {
  readonly person: P;
  readonly children: readonly Pick<AudiencePupil, '_id' | 'classId' | 'className' | 'name'>[];
  readonly relation: string;
  /** The rungs of its ladder, the first first. */
  readonly ways: readonly Rung[];
}

/** Whether a pupil of one of the audience's classes is meant. */
export const isMeant = ({ of, boarding, leftBehind }: Audience, pupil: AudiencePupil): boolean =>
  pupil.status === 'active' &&
  (of.kind !== 'pupils' || of.studentIds.includes(pupil._id)) &&
  (boarding === undefined || pupil.boarding === (boarding === 'boarding')) &&
  (leftBehind === undefined || pupil.leftBehind);

/**
 * Everyone of the audience, each once, however many children: of the roles asked for, and with a right to contact at least
 * one pupil who is meant.
 * @param pupils those of the audience's classes; @param sms whether the school pays for SMS.
 */
export function recipientsOf<P extends Addressee>(
  audience: Audience,
  people: readonly P[],
  pupils: readonly AudiencePupil[],
  school: { readonly sms: boolean },
): Recipient<P>[] {
  const meant = new Map(pupils.filter((pupil) => isMeant(audience, pupil)).map((pupil) => [pupil._id, pupil]));
  const once = new Map(people.map((person) => [person._id, person]));
  return [...once.values()].flatMap((person) => {
    if (!audience.roles.includes(person.role)) return [];
    const mine = person.children.filter(({ mayContact, studentId }) => mayContact && meant.has(studentId));
    const children = mine.flatMap(({ studentId }) => meant.get(studentId) ?? []);
    const relation = mine[0]?.relation ?? '';
    return children.length === 0 ? [] : [{ person, children, relation, ways: waysTo(person, school) }];
  });
}

/** The first rung that will really reach somebody: WeChat takes a message only for who allowed one more. */
export const firstRung = (ways: readonly Rung[], mayPush: boolean): Rung =>
  ways.find((way) => way !== 'wechat' || mayPush) ?? 'visit';

/** 林小雨 → 林小雨, 小雨: what people call a child. */
const callNames = (name: string): string[] => [name, givenName(name)];

/** Words that say of whomever gets the notice what only the school and the family know (product.md section 5). */
const PRIVATE = ['留守', '单亲', '孤儿', '低保', '贫困', '困境', '困难', '残疾'];

/** A title for a push text, which names no child and tells nothing private of one: the sender's own, or a neutral one where it does. */
export function pushTitle(title: string, childNames: Iterable<string>, neutral: string): string {
  if (PRIVATE.some((word) => title.includes(word))) return neutral;
  for (const name of childNames) if (callNames(name).some((called) => title.includes(called))) return neutral;
  return title;
}
