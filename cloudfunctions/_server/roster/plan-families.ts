/** Which adult of the roster is which family member, and what that changes: one document an adult, whatever the number of children. */

import type { FamilyMember, MemberChild } from '../data/documents';
import { type AdultRow, adultsOf } from './adults';
import type { Placed, PlanOptions, Writes } from './plan';
import { differing, differingSealed } from './plan-fields';
import { isStandIn, type Mention, peopleOf } from './plan-people';

export function planFamilies(
  placed: readonly Placed[],
  existing: readonly FamilyMember[],
  options: PlanOptions,
): { readonly writes: Writes<FamilyMember>; readonly adults: number; readonly touched: ReadonlySet<string> } {
  const mentions = placed.flatMap(({ row, student }) =>
    adultsOf(row).map((adult): Mention => {
      const phoneHash = adult.phone === undefined ? null : options.vault.blind('phone', adult.phone);
      return { adult, child: { studentId: student._id, classId: student.classId, name: student.name }, phoneHash };
    }),
  );
  const people = peopleOf(mentions, existing, options);
  const known = new Map(existing.map((member) => [member._id, member]));
  const classOf = new Map(placed.map(({ student }) => [student._id, student.classId]));
  const fresh: FamilyMember[] = [];
  const changed: { _id: string; set: Partial<FamilyMember> }[] = [];
  const touched = new Set<string>();
  for (const _id of new Set([...known.keys(), ...people.keys()])) {
    const told = people.get(_id) ?? [];
    const before = known.get(_id);
    const base = before ?? blankMember(_id, told, options);
    const set = changesOf(base, told, !before, classOf, options);
    if (before && Object.keys(set).length === 0) continue;
    if (before) changed.push({ _id, set: { ...set, importId: options.importId } });
    else fresh.push({ ...base, ...set });
    for (const { studentId } of set.children ?? base.children) touched.add(studentId);
  }
  return { writes: { fresh, changed }, adults: people.size, touched };
}

function changesOf(
  before: FamilyMember,
  mentions: readonly Mention[],
  isNew: boolean,
  classOf: ReadonlyMap<string, string>,
  { vault }: PlanOptions,
): Partial<FamilyMember> {
  const first = <K extends keyof AdultRow>(key: K) =>
    mentions.find(({ adult }) => adult[key] !== undefined)?.adult[key];
  const phone = first('phone');
  const children = childrenOf(before, mentions, classOf);
  const isSame = JSON.stringify(children) === JSON.stringify(before.children.map(inOrder));
  return {
    ...differing<FamilyMember>(before, {
      name: mentions.find(({ adult, child }) => !isStandIn(adult.name, child.name, adult.relation))?.adult.name,
      phoneHash: phone && vault.blind('phone', phone),
      ...shiftOf(before, first('shift')),
      canRead: first('canRead') ?? (isNew ? true : undefined),
      hasSmartphone: first('hasSmartphone') ?? (isNew ? probablySmart(before.role, phone) : undefined),
    }),
    ...differingSealed(vault, before, { phone, workplace: first('workplace') }),
    ...(!isSame && {
      children,
      studentIds: children.map(({ studentId }) => studentId),
      classIds: [...new Set(children.map(({ classId }) => classId))],
    }),
  };
}

/** What a family said of its own shift outranks the roster, until that says something else than it did then. */
function shiftOf(
  { hours, rosterShift }: FamilyMember,
  told: AdultRow['shift'],
): Pick<Partial<FamilyMember>, 'shift' | 'rosterShift'> {
  if (told === undefined || !hours) return told === undefined ? {} : { shift: told };
  return told === rosterShift ? {} : { shift: told, rosterShift: told };
}

/** The links on file, each with the child's class of today, then those that the roster adds. */
function childrenOf(
  { children, role }: FamilyMember,
  mentions: readonly Mention[],
  classOf: ReadonlyMap<string, string>,
): MemberChild[] {
  const links = new Map(children.map((link) => [link.studentId, link]));
  for (const { adult, child } of mentions) {
    const link = links.get(child.studentId);
    links.set(child.studentId, {
      studentId: child.studentId,
      classId: child.classId,
      relation: adult.relation,
      legalGuardian: adult.legalGuardian ?? link?.legalGuardian ?? role === 'parent',
      mayContact: adult.mayContact ?? link?.mayContact ?? true,
    });
  }
  return [...links.values()].map((link) => inOrder({ ...link, classId: classOf.get(link.studentId) ?? link.classId }));
}

/** A database may give fields back in another order. */
const inOrder = ({ studentId, classId, relation, legalGuardian, mayContact }: MemberChild): MemberChild => ({
  studentId,
  classId,
  relation,
  legalGuardian,
  mayContact,
});

/** Where nobody said: who has a mobile number probably has a smartphone; an old person without one has none. */
const probablySmart = (role: FamilyMember['role'], phone: string | undefined): boolean =>
  phone === undefined ? role === 'parent' : /^1\d{10}$/.test(phone);

function blankMember(_id: string, mentions: readonly Mention[], { school, importId }: PlanOptions): FamilyMember {
  const adult = mentions[0]?.adult;
  if (!adult) throw new Error('nobody mentions this adult');
  return {
    _id,
    schoolId: school._id,
    role: adult.role,
    name: adult.name,
    phone: null,
    phoneHash: null,
    morePhones: null,
    occupation: null,
    address: null,
    birthDay: null,
    idNumber: null,
    health: null,
    workplace: null,
    shift: 'unknown',
    canRead: true,
    hasSmartphone: false,
    children: [],
    studentIds: [],
    classIds: [],
    openid: null,
    importId,
  };
}
