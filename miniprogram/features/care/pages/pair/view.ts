import type { Choice } from '../../../../components/choice-chips/index';
import type { ChildRef, MentorRow, Output } from '../../../../shared/contract';
import { kindNamed, kindsFor, type PairingKindId } from '../../../../shared/domain/pairing';
import { mentorFact, tooMany } from '../../pairing-words';

export interface PairForm {
  readonly mentor: MentorRow | null;
  readonly kind: PairingKindId | null;
  readonly children: readonly ChildRef[];
}
export const EMPTY_FORM: PairForm = { mentor: null, kind: null, children: [] };

export interface PairPage {
  readonly mentorName: string;
  readonly mentorFact: string;
  readonly kinds: readonly Choice[];
  /** What such a mentor is asked to do. */
  readonly means: string;
  readonly children: readonly { readonly key: string; readonly name: string; readonly fact: string }[];
  readonly names: string;
  /** A word before somebody gets more children than usual. */
  readonly warning: string;
  readonly classes: readonly Choice[];
  /** Which of them is shown. */
  readonly classAt: number;
  /** Pupils of the class to choose from, the chosen ones left out. */
  readonly pupils: readonly { readonly key: string; readonly name: string; readonly fact: string }[];
  readonly ready: boolean;
}

export function pageOf(form: PairForm, pupils: Output<'pairing.pupils'> | null, load: number): PairPage {
  const { mentor, kind, children } = form;
  const chosen = new Set(children.map(({ id }) => id));
  const had = new Set(mentor?.pairs.map(({ child }) => child.id));
  return {
    mentorName: mentor?.name ?? '',
    mentorFact: mentor ? mentorFact(mentor) : '',
    kinds: mentor
      ? kindsFor(mentor.role).map((id) => ({ value: id, label: kindNamed(id).label, hint: kindNamed(id).more }))
      : [],
    means: kind ? kindNamed(kind).means : '',
    children: children.map(({ id, name, className }) => ({ key: id, name, fact: className })),
    names: children.map(({ name }) => name).join('、'),
    warning: mentor ? tooMany(mentor.name, mentor.pairs.length + children.length, load) : '',
    classes: pupils?.classes.map(({ id, name }) => ({ value: id, label: name })) ?? [],
    classAt: Math.max(0, pupils?.classes.findIndex(({ id }) => id === pupils.classId) ?? 0),
    pupils: (pupils?.pupils ?? [])
      .filter(({ id }) => !chosen.has(id))
      .map(({ id, name, className }) => ({ key: id, name, fact: had.has(id) ? `${className} · 已经在带` : className })),
    ready: mentor !== null && kind !== null && children.length > 0,
  };
}

/** Whom somebody was chosen for; the first kind that the role may be is taken until another is. */
export const withMentor = (form: PairForm, mentor: MentorRow | null): PairForm => ({
  ...form,
  mentor,
  kind: mentor ? (kindsFor(mentor.role)[0] ?? null) : null,
});
