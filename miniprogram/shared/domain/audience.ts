import type { Audience } from '../contract';
import { givenName } from '../text/names';

/** What of a family member decides whether and how a notice reaches it. */
interface Addressee {
  readonly _id: string;
  readonly role: 'parent' | 'guardian';
  readonly openid: string | null;
  readonly hasSmartphone: boolean;
  /** The number, sealed or plain; `null` where none is known. */
  readonly phone: string | null;
  readonly children: readonly {
    readonly studentId: string;
    readonly classId: string;
    readonly relation: string;
    readonly mayContact: boolean;
  }[];
}

/** The first rung of the ladder for a person (product.md section 5): WeChat, the teacher's call list, or no way but a visit. */
export type Way = 'wechat' | 'call' | 'none';

export const wayTo = (person: Pick<Addressee, 'openid' | 'hasSmartphone' | 'phone'>): Way =>
  person.openid !== null && person.hasSmartphone ? 'wechat' : person.phone !== null ? 'call' : 'none';

/** One person with those of its children because of whom it is addressed. */
export interface Recipient<P extends Addressee = Addressee> {
  readonly person: P;
  readonly children: readonly { readonly id: string; readonly classId: string; readonly name: string }[];
  readonly relation: string;
  readonly way: Way;
}

/**
 * Everyone of the audience, each once, however many children: of the roles asked for, and with a right to contact at least
 * one child who is in one of the classes now.
 * @param names pupils who are at the school now: id → name.
 */
export function recipientsOf<P extends Addressee>(
  audience: Audience,
  people: readonly P[],
  names: ReadonlyMap<string, string>,
): Recipient<P>[] {
  const once = new Map(people.map((person) => [person._id, person]));
  return [...once.values()].flatMap((person) => {
    if (!audience.roles.includes(person.role)) return [];
    const mine = person.children.filter((child) => child.mayContact && audience.classIds.includes(child.classId));
    const children = mine.flatMap(({ studentId, classId }) => {
      const name = names.get(studentId);
      return name === undefined ? [] : [{ id: studentId, classId, name }];
    });
    const relation = mine[0]?.relation ?? '';
    return children.length === 0 ? [] : [{ person, children, relation, way: wayTo(person) }];
  });
}

/** How many people, and how many of them by which way. */
export function reachOfAudience(recipients: readonly Pick<Recipient, 'way'>[]): {
  readonly people: number;
  readonly wechat: number;
  readonly callList: number;
  readonly unreachable: number;
} {
  const by = (way: Way) => recipients.filter((recipient) => recipient.way === way).length;
  return { people: recipients.length, wechat: by('wechat'), callList: by('call'), unreachable: by('none') };
}

/** 林小雨 → 林小雨, 小雨: what people call a child. */
const callNames = (name: string): string[] => [name, givenName(name)];

/** A title for a push text, which must not name a child: the sender's own, or a neutral one where it does. */
export function pushTitle(title: string, childNames: Iterable<string>, neutral: string): string {
  for (const name of childNames) if (callNames(name).some((called) => title.includes(called))) return neutral;
  return title;
}
