/** The links between an adult and its children, in versions and in documents. */
import type { FieldChanges, VersionKey } from '../contacts/versions';
import type { MemberChild } from '../data/documents';
import { entriesOf, sideOf, type Turning } from './versions';

const LINK_PROPERTIES = ['relation', 'legalGuardian', 'mayContact'] as const;
type LinkProperty = (typeof LINK_PROPERTIES)[number];
export type LinkFacts = { readonly [K in LinkProperty]: string };
const linkKey = (property: LinkProperty, studentId: string): VersionKey => `link.${property}@${studentId}`;

/** A link's facts as they travel. */
export const linkFacts = (link: Pick<MemberChild, LinkProperty>): LinkFacts => ({
  relation: link.relation,
  legalGuardian: link.legalGuardian ? 'yes' : 'no',
  mayContact: link.mayContact ? 'yes' : 'no',
});

/** What changes of a link; of one that was not there everything. */
export const linkChanges = (studentId: string, before: LinkFacts | undefined, after: LinkFacts): FieldChanges =>
  Object.fromEntries(
    LINK_PROPERTIES.filter((property) => before?.[property] !== after[property]).map((property) => [
      linkKey(property, studentId),
      [before?.[property] ?? null, after[property]],
    ]),
  );

/** The children named by links of a version. */
export const linkedIn = (changes: FieldChanges): string[] => [
  ...new Set(entriesOf(changes).flatMap(([key]) => (key.includes('@') ? [key.slice(key.indexOf('@') + 1)] : []))),
];

/** Links as a version wants them, `null` where they are so. A link comes or goes as a whole, or it stays as somebody changed it. */
export function turnLinks(
  links: readonly MemberChild[],
  changes: FieldChanges,
  { to, classOf }: Pick<Turning, 'to' | 'classOf'>,
): { readonly children: MemberChild[] | null; readonly kept: number } {
  const wanted = sideOf(changes, to);
  const known = sideOf(changes, to === 'after' ? 'before' : 'after');
  let children = [...links];
  let [kept, touched] = [0, false];
  for (const studentId of linkedIn(changes)) {
    const link = children.find((one) => one.studentId === studentId);
    const keys = LINK_PROPERTIES.filter((property) => wanted.has(linkKey(property, studentId)));
    const now = (property: LinkProperty) => (link ? linkFacts(link)[property] : null);
    const open = keys.filter((property) => now(property) !== wanted.get(linkKey(property, studentId)));
    const isFree = open.every((property) => now(property) === known.get(linkKey(property, studentId)));
    if (open.length === 0) continue;
    if (!isFree) {
      kept += 1;
      continue;
    }
    touched = true;
    const values = Object.fromEntries(open.map((property) => [property, wanted.get(linkKey(property, studentId))]));
    if (values.relation === null) children = children.filter((one) => one !== link);
    else if (link) children = children.map((one) => (one === link ? { ...one, ...linkOf(values) } : one));
    else children.push({ ...LINK, ...linkOf(values), studentId, classId: classOf(studentId) });
  }
  return { children: touched ? children : null, kept };
}

const LINK = { relation: '', legalGuardian: false, mayContact: true } as const;

/** The later side of one link of a version, by property. */
export const linkText = (
  changes: FieldChanges,
  studentId: string,
): Readonly<Record<string, string | null | undefined>> => {
  const side = sideOf(changes, 'after');
  return Object.fromEntries(LINK_PROPERTIES.map((property) => [property, side.get(linkKey(property, studentId))]));
};

export const linkOf = (values: Readonly<Record<string, string | null | undefined>>): Partial<MemberChild> => ({
  ...(typeof values.relation === 'string' && { relation: values.relation }),
  ...(values.legalGuardian != null && { legalGuardian: values.legalGuardian === 'yes' }),
  ...(values.mayContact != null && { mayContact: values.mayContact === 'yes' }),
});

/** The links as they stand, so that a list is only written over one that is still the same. */
export const linksAs = (links: readonly MemberChild[]): Readonly<Record<string, string | boolean | null>> => ({
  ...Object.fromEntries(
    links.flatMap((link, i) =>
      (['studentId', 'classId', 'relation', 'legalGuardian', 'mayContact'] as const).map((property) => [
        `children.${i}.${property}`,
        link[property],
      ]),
    ),
  ),
  [`children.${links.length}`]: null,
});

/** What stands in links under a link's key; `null` where there is no such link. */
export function linkValueIn(key: VersionKey, links: readonly MemberChild[]): string | null {
  const [property, studentId] = key.slice(key.indexOf('.') + 1).split('@') as [LinkProperty, string];
  const link = links.find((one) => one.studentId === studentId);
  return link ? linkFacts(link)[property] : null;
}
