import type { HandoverView } from '../../../miniprogram/shared/contract';
import { UNDO_DAYS } from '../../../miniprogram/shared/domain/handover';
import type { Handover } from '../data/documents';
import type { Weighed } from './draft';
import type { Seen } from './world';

const DAY_MS = 86_400_000;
/** Children who are named; more are only counted by what is blocked. */
const NAMED = 100;

type Line = Handover['lines'][number];

/** Who looks: the office sees all, a teacher what the own hands give or take. */
export interface Viewer {
  readonly staffId: string;
  readonly office: boolean;
}

/** Until when it can be undone; `null` where it cannot. */
export const undoUntil = ({ status, appliedAt }: Handover, now: number): number | null => {
  const until = (appliedAt ?? 0) + UNDO_DAYS * DAY_MS;
  return status === 'applied' && now < until ? until : null;
};

/** Children and teachers of the classes that there will be. */
export function afterOf(seen: Seen, { plan }: Weighed): HandoverView['after'] {
  const teacher = new Map(seen.staff.map(({ _id, name }) => [_id, name]));
  const sizes = new Map<string, number>();
  const parts = new Map<string, Map<string, number>>();
  for (const { id, classId } of seen.world.pupils) {
    sizes.set(classId, (sizes.get(classId) ?? 0) + 1);
    const place = plan.places.get(id) ?? (plan.places.has(id) ? null : classId);
    if (place === null) continue;
    const part = parts.get(place) ?? new Map<string, number>();
    parts.set(place, part.set(classId, (part.get(classId) ?? 0) + 1));
  }
  const nameOf = new Map(seen.classes.map(({ _id, name }) => [_id, name]));
  return [...plan.targets]
    .sort((a, b) => a.grade - b.grade || a.number - b.number)
    .map(({ id, name, teacherId, clash }) => {
      const own = parts.get(id);
      const from = seen.classes.flatMap(({ _id }) => {
        const n = own?.get(_id) ?? 0;
        return n > 0 ? [[_id, n] as const] : [];
      });
      return {
        name,
        pupils: from.reduce((sum, [, n]) => sum + n, 0),
        teacher: (teacherId && teacher.get(teacherId)) || null,
        from: from.map(([classId, n]) => {
          const old = nameOf.get(classId) ?? '';
          return n === sizes.get(classId) ? old : `${old} ${n} 人`;
        }),
        clash,
      };
    });
}

export const graduatesOf = ({ plan }: Weighed): number =>
  [...plan.places.values()].filter((place) => place === null).length;

/** Lines as they will be signed. */
export function linesOf(seen: Seen, { plan }: Weighed): Line[] {
  const nameOf = new Map(seen.staff.map(({ _id, name }) => [_id, name]));
  return plan.lines.map(({ id, what, fromId, toId }) => ({
    ...{ id, what, fromId, toId },
    fromName: (fromId && nameOf.get(fromId)) || null,
    toName: (toId && nameOf.get(toId)) || null,
    from: null,
    to: null,
  }));
}

/** How many signatures of a line are missing. */
export const missingOf = ({ fromId, toId, from, to }: Line): number =>
  Number(fromId !== null && !from) + Number(toId !== null && !to);

/** The side on which somebody has still to sign. */
export function mineOf({ fromId, toId, from, to }: Line, staffId: string): 'from' | 'to' | null {
  if (fromId === staffId && !from) return 'from';
  return toId === staffId && !to ? 'to' : null;
}

/** A dry run. */
export function draftView(seen: Seen, weighed: Weighed): HandoverView {
  return {
    ...liveParts(seen, weighed),
    id: null,
    status: 'draft',
    draft: copyOf(weighed.draft),
    after: afterOf(seen, weighed),
    graduates: graduatesOf(weighed),
    signatures: linesOf(seen, weighed).map((line) => signature(line, null)),
    at: null,
    appliedAt: null,
    undoUntil: null,
    done: 0,
    of: 0,
  };
}

/** A handover as it stands. While it waits for signatures what is in its way is looked at anew (`live`). */
export function handoverView(
  handover: Handover,
  viewer: Viewer,
  now: number,
  live?: { readonly seen: Seen; readonly weighed: Weighed },
): HandoverView {
  const { draft, lines, status, at, appliedAt, done, of } = handover;
  const parts = live ? liveParts(live.seen, live.weighed) : { without: [], tasks: [], blocked: false };
  const own = lines.filter(({ fromId, toId }) => viewer.office || [fromId, toId].includes(viewer.staffId));
  const classIds = live?.weighed.plan.lines
    .filter(({ fromId, toId }) => [fromId, toId].includes(viewer.staffId))
    .map(({ classId }) => classId);
  return {
    id: handover._id,
    status,
    // Which child goes where is for the office.
    draft: viewer.office ? copyOf(draft) : { ...copyOf(draft), moves: [], mentors: [] },
    after: live ? afterOf(live.seen, live.weighed) : handover.after.map((row) => ({ ...row, from: [...row.from] })),
    graduates: live ? graduatesOf(live.weighed) : handover.graduates,
    without: viewer.office ? parts.without : [],
    tasks: viewer.office ? parts.tasks : parts.tasks.filter(({ classId }) => classIds?.includes(classId)),
    blocked: parts.blocked,
    signatures: own.map((line) => signature(line, status === 'signing' ? viewer : { ...viewer, signs: false })),
    ...{ at, appliedAt, done, of },
    undoUntil: viewer.office ? undoUntil(handover, now) : null,
  };
}

function liveParts({ pupils }: Seen, { plan, tasks, blocked }: Weighed) {
  const without = new Set(plan.without);
  return {
    without: pupils
      .filter(({ _id }) => without.has(_id))
      .slice(0, NAMED)
      .map(({ _id: id, name, className }) => ({ id, name, className })),
    tasks: tasks.map((task) => ({ ...task })),
    blocked: blocked > 0,
  };
}

const copyOf = (draft: Handover['draft']): HandoverView['draft'] => ({
  ...draft,
  classes: draft.classes.map((entry) => ({ ...entry })),
  moves: draft.moves.map((entry) => ({ ...entry })),
  mentors: draft.mentors.map((entry) => ({ ...entry })),
});

function signature(
  line: Line,
  viewer: (Viewer & { readonly signs?: false }) | null,
): HandoverView['signatures'][number] {
  const { id, what, fromId, fromName, toId, toName, from, to } = line;
  const isParty = viewer !== null && [fromId, toId].includes(viewer.staffId);
  return {
    ...{ id, what, fromId, fromName, toId, toName },
    fromAt: from?.at ?? null,
    toAt: to?.at ?? null,
    note: isParty ? (from?.note ?? '') : '',
    mine: viewer && viewer.signs !== false ? mineOf(line, viewer.staffId) : null,
  };
}
