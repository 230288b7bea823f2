/** Which adult of the roster is which family member, and what that changes: one document an adult, whatever the number of children. */
import type { FieldChanges } from '../contacts/versions';
import type { FamilyMember } from '../data/documents';
import { type AdultRow, adultsOf } from './adults';
import { type LinkFacts, linkChanges, linkFacts } from './links';
import type { Placed, PlanOptions } from './plan';
import { isStandIn, type Mention, peopleOf } from './plan-people';
import { adultTold, type Told } from './told';
import { differing, type Version } from './versions';

export function planFamilies(
  placed: readonly Placed[],
  existing: readonly FamilyMember[],
  options: PlanOptions,
): { readonly versions: readonly Version[]; readonly adults: number } {
  const mentions = placed.flatMap(({ row, id, classId }) =>
    adultsOf(row).map((adult): Mention => ({ adult, child: { studentId: id, classId, name: row.name } })),
  );
  const people = peopleOf(mentions, existing, options);
  const known = new Map(existing.map((member) => [member._id, member]));
  const versions = [...people].flatMap(([id, told]) => versionOf(id, known.get(id), told, options) ?? []);
  return { versions, adults: people.size };
}

function versionOf(
  id: string,
  known: FamilyMember | undefined,
  mentions: readonly Mention[],
  options: PlanOptions,
): Version | undefined {
  const role = mentions[0]?.adult.role ?? 'guardian';
  const changes: FieldChanges = {
    ...(!known && { 'member.role': [null, role] as const }),
    ...differing(options.vault, toldBy(mentions, known, role, options), known),
    ...shiftChanges(mentions, known),
    ...linksOf(mentions, known, role),
  };
  if (Object.keys(changes).length === 0) return undefined;
  const studentIds = new Set([
    ...mentions.map(({ child }) => child.studentId),
    ...(known?.children.map(({ studentId }) => studentId) ?? []),
  ]);
  return { subject: 'member', id, studentIds: [...studentIds], made: !known, changes };
}

/** What the rows say of this person: of each fact the first word of it. */
function toldBy(
  mentions: readonly Mention[],
  known: FamilyMember | undefined,
  role: FamilyMember['role'],
  { today }: PlanOptions,
): Told {
  const told: Record<string, string | undefined> = {};
  for (const { adult } of mentions) for (const [key, value] of Object.entries(adultTold(adult))) told[key] ??= value;
  const named = mentions.find(({ adult, child }) => !isStandIn(adult.name, child.name, adult.relation));
  // Without a name what stands in for it is all there is.
  told['member.name'] = named?.adult.name ?? (known ? undefined : mentions[0]?.adult.name);
  if (known?.birthDay === null || !known) told['member.birthDay'] ??= bornBy(mentions, today);
  if (known?.hours) delete told['member.shift'];
  if (known) return told;
  return {
    ...told,
    'member.canRead': told['member.canRead'] ?? 'yes',
    'member.hasSmartphone': told['member.hasSmartphone'] ?? probablySmart(role, told['member.phone']),
  };
}

/** The year that an age comes to. */
function bornBy(mentions: readonly Mention[], today: string): string | undefined {
  const age = mentions.find(({ adult }) => adult.age !== undefined)?.adult.age;
  return age === undefined ? undefined : String(Number(today.slice(0, 4)) - age);
}

/** Where nobody said: who has a mobile number probably has a smartphone; an old person without one has none. */
const probablySmart = (role: FamilyMember['role'], phone: string | undefined): 'yes' | 'no' =>
  (phone === undefined ? role === 'parent' : /^1\d{10}$/.test(phone)) ? 'yes' : 'no';

/** What a family said of its own shift outranks the roster, until that says something else than it did then. */
function shiftChanges(mentions: readonly Mention[], known: FamilyMember | undefined): FieldChanges {
  const told = mentions.find(({ adult }) => adult.shift !== undefined)?.adult.shift;
  const { hours, rosterShift = null, shift = null } = known ?? {};
  if (told === undefined || !hours || told === rosterShift) return {};
  return { ...(told !== shift && { 'member.shift': [shift, told] }), 'member.rosterShift': [rosterShift, told] };
}

/** The links that the rows tell of; what they do not say of one stays. */
function linksOf(
  mentions: readonly Mention[],
  known: FamilyMember | undefined,
  role: FamilyMember['role'],
): FieldChanges {
  let changes: FieldChanges = {};
  for (const [studentId, adult] of lastOf(mentions)) {
    const link = known?.children.find((one) => one.studentId === studentId);
    const after: LinkFacts = {
      relation: adult.relation,
      legalGuardian: (adult.legalGuardian ?? link?.legalGuardian ?? role === 'parent') ? 'yes' : 'no',
      mayContact: (adult.mayContact ?? link?.mayContact ?? true) ? 'yes' : 'no',
    };
    changes = { ...changes, ...linkChanges(studentId, link && linkFacts(link), after) };
  }
  return changes;
}

/** A child that names an adult twice means what it says last. */
const lastOf = (mentions: readonly Mention[]): ReadonlyMap<string, AdultRow> =>
  new Map(mentions.map(({ adult, child }) => [child.studentId, adult]));
