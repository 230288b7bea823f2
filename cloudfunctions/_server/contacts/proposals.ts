/** Proposals as those who answer them, and those who made them, see them. */
import type { Output, ProposalView } from '../../../miniprogram/shared/contract';
import type { Proposal } from '../data/documents';
import { groupedBy } from '../data/parts';
import type { ListQuery } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { reaches, within } from '../kernel/reach';
import { factIn, markOf } from './fields';
import { openItems, type Proposed } from './proposed';
import { studentIn } from './repository';
import { linkedTo, maskedValue, mayIn, type OpenFile, partOf, viewerOf } from './viewing';

const LISTED = 50;
const ANSWERED = ['accepted', 'declined', 'withdrawn'] as const;

/** Proposals within the caller's reach, the open ones first: up to four reads. */
export async function proposalsFor(ctx: Ctx, studentId: string | undefined): Promise<Output<'contacts.proposals'>> {
  const found = await proposalsIn(ctx, studentId);
  const listed = found.slice(0, LISTED);
  const files = await filesOf(ctx, listed);
  const proposals = listed.flatMap((proposal) => {
    const file = files.get(proposal.studentId);
    return file ? [viewOf(ctx, file, proposal)] : [];
  });
  ctx.opened([...new Set([...(studentId === undefined ? [] : [studentId]), ...proposals.map((one) => one.studentId)])]);
  return { proposals, more: found.length > LISTED };
}

/** Of a family its own; of staff those of a child, or of all children in reach. One more than is listed where there are more. */
async function proposalsIn(ctx: Ctx, studentId: string | undefined): Promise<Proposal[]> {
  const { reach, caller } = ctx;
  if (studentId !== undefined) await studentIn(ctx.store, reach, studentId);
  const ofChild = studentId === undefined ? {} : { studentId };
  const { schoolId } = reach;
  if (caller.kind === 'family') {
    const own = await newest(ctx, { where: { schoolId, byId: caller.person._id, ...ofChild } });
    return openFirst(own);
  }
  if (studentId !== undefined) return openFirst(await newest(ctx, { where: { schoolId, studentId } }));
  const { where, anyOf = [] } = within<Proposal>(reach, { student: 'studentId', class: 'classId' });
  const open = await newest(ctx, { where: { ...where, status: 'open' }, anyOf });
  if (open.length > LISTED) return open;
  return [...open, ...(await newest(ctx, { where: { ...where, status: { in: ANSWERED } }, anyOf }))];
}

const newest = ({ store }: Ctx, query: Pick<ListQuery<Proposal>, 'where' | 'anyOf'>): Promise<Proposal[]> =>
  store.list('proposals', { ...query, orderBy: [['at', 'desc']], limit: LISTED + 1 });

const openFirst = (all: readonly Proposal[]): Proposal[] =>
  [...all].sort((a, b) => Number(b.status === 'open') - Number(a.status === 'open'));

/** The files that the proposals are about, of the children still in reach: two reads. */
async function filesOf(ctx: Ctx, proposals: readonly Proposal[]): Promise<Map<string, OpenFile>> {
  const ids = [...groupedBy(proposals, ({ studentId }) => studentId).keys()];
  if (ids.length === 0) return new Map();
  const { schoolId } = ctx.reach;
  const [students, members] = await Promise.all([
    ctx.store.list('students', { where: { _id: { in: ids }, schoolId }, limit: LISTED }),
    ctx.store.list('familyMembers', { where: { schoolId, studentIds: { in: ids } }, limit: LISTED * 10 }),
  ]);
  const files = students
    .filter((student) => student.status === 'active' && reaches(ctx.reach, student))
    .map(async (student): Promise<[string, OpenFile]> => {
      const linked = linkedTo(student._id, members);
      return [student._id, { student, linked, viewer: await viewerOf(ctx, student) }];
    });
  return new Map(await Promise.all(files));
}

function viewOf(ctx: Ctx, file: OpenFile, proposal: Proposal): ProposalView {
  const { student, viewer } = file;
  const { _id: id, studentId, byId, byName, relation, at, status, note, answer, answeredBy } = proposal;
  const isOpen = status === 'open';
  // What is asked for reads whoever asks and whoever decides; for others a number stays a masked one.
  const mine = byId === viewer.personId;
  const reads = viewer.rights.edit || mine;
  return {
    ...{ id, studentId, childName: student.name, className: student.className },
    ...{ byName, relation, at, status, note, answer, answeredBy, mine },
    mayAnswer: isOpen && viewer.rights.edit,
    items: openItems(ctx.vault, proposal).flatMap((item) => itemOf(ctx, file, item, { isOpen, reads })),
  };
}

/** One fact that was asked for; nothing where the caller may not see this fact. */
function itemOf(
  { vault }: Ctx,
  file: OpenFile,
  { subject, field, seen, to, taken }: Proposed,
  { isOpen, reads }: { readonly isOpen: boolean; readonly reads: boolean },
): ProposalView['items'] {
  const part = partOf(file, subject, field);
  if (!part || !mayIn(file, field, part.about)) return [];
  const now = factIn(vault, field, part.doc);
  const name = part.about === 'child' ? file.student.name : file.linked.find((one) => one === part.about)?.member.name;
  return [
    {
      ...{ subject, subjectName: name ?? '', field, mark: markOf(vault, field, now) },
      now: maskedValue(field, now),
      seen: maskedValue(field, seen),
      to: reads ? to : maskedValue(field, to),
      moved: isOpen && now !== seen,
      taken,
    },
  ];
}
