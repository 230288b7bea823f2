/** Which adult of a roster is which person: of the same row's child, of another row, or on file. */
import type { Vault } from '../data/crypto';
import type { FamilyMember } from '../data/documents';
import { idOf } from '../data/ids';
import { groupedBy } from '../data/parts';
import type { AdultRow } from './adults';
import type { PlanOptions } from './plan';

/** An adult of one pupil's row. */
export interface Mention {
  readonly adult: AdultRow;
  readonly child: { readonly studentId: string; readonly classId: string; readonly name: string };
}

/** What stands where a roster gives no name (settle.ts): 林小雨的父亲. */
export const isStandIn = (name: string, child: string, relation: string): boolean => name === `${child}的${relation}`;

const keyOf = (...parts: readonly string[]): string => parts.join('\n');
const nameKey = ({ adult, child }: Mention) => keyOf(adult.role, adult.name, child.studentId);
const relationKey = ({ adult, child }: Mention) => keyOf(adult.role, adult.relation, child.studentId);
const phoneKey = ({ adult: { role, name, phone } }: Mention) => phone && keyOf(role, name, phone);

/**
 * Gives each mention the id of its person. An adult whom the child has already by that name is the same with perhaps a new number,
 * and a father without a name is the child's father; else a name and a number make the same person; else the adult is new.
 */
export function peopleOf(
  mentions: readonly Mention[],
  existing: readonly FamilyMember[],
  { school, vault }: PlanOptions,
): ReadonlyMap<string, readonly Mention[]> {
  const onFile = linksOf(mentions, existing, vault);
  const byName = new Map(onFile.byName);
  const byPhone = new Map(onFile.byPhone);
  const knownTo = (mention: Mention): string | undefined => {
    const { adult, child } = mention;
    const unnamed = isStandIn(adult.name, child.name, adult.relation);
    return byName.get(nameKey(mention)) ?? (unnamed ? onFile.byRelation : onFile.unnamed).get(relationKey(mention));
  };
  const remember = (mention: Mention, id: string) => {
    const key = phoneKey(mention);
    if (key && !byPhone.has(key)) byPhone.set(key, id);
  };
  // Those whom their child has come first: a brother or sister who is new meets them by their new number.
  for (const mention of mentions) {
    const id = knownTo(mention);
    if (id) remember(mention, id);
  }
  const taken = new Set(existing.map(({ _id }) => _id));
  const named = mentions.map((mention) => {
    const key = phoneKey(mention);
    const who = ['family', school._id, key || nameKey(mention)];
    const id = knownTo(mention) ?? (key ? byPhone.get(key) : undefined) ?? idOf(vault, who, taken);
    taken.add(id);
    byName.set(nameKey(mention), id);
    remember(mention, id);
    return { id, mention };
  });
  const groups = groupedBy(named, ({ id }) => id);
  return new Map([...groups].map(([id, group]) => [id, group.map(({ mention }) => mention)]));
}

/** The adults on file by the ways in which a roster may mean them. */
function linksOf(mentions: readonly Mention[], existing: readonly FamilyMember[], vault: Vault) {
  const childName = new Map(mentions.map(({ child }) => [child.studentId, child.name]));
  const byName = new Map<string, string>();
  const byRelation = new Map<string, string>();
  /** Of those, the ones on file without a name. */
  const unnamed = new Map<string, string>();
  const byPhone = new Map<string, string>();
  for (const { _id, role, name, phone, children } of existing) {
    const key = phone && keyOf(role, name, vault.open(phone));
    if (key && !byPhone.has(key)) byPhone.set(key, _id);
    for (const { studentId, relation } of children) {
      byName.set(keyOf(role, name, studentId), _id);
      const key = keyOf(role, relation, studentId);
      if (!byRelation.has(key)) byRelation.set(key, _id);
      if (isStandIn(name, childName.get(studentId) ?? '', relation)) unnamed.set(key, _id);
    }
  }
  return { byName, byRelation, unnamed, byPhone };
}
