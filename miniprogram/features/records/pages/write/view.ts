import type { AtDoor } from '../../../../services/at-door';
import type { KnownChild } from '../../../../services/children';
import { newId } from '../../../../services/ids';
import type { Role } from '../../../../shared/access/permissions';
import type { Day } from '../../../../shared/domain/calendar';
import { offeredKinds, type RecordKind } from '../../../../shared/domain/record-kinds';
import { LIMITS } from '../../../../shared/limits';
import { errorText } from '../../../../shared/text/zh';
import { emptyForm, isForClass, isForOne, type Problems, type RecordForm, whomText } from '../../form';

/** The kinds that this person may write: about a class only whoever has one. */
export const writableKinds = (door: Pick<AtDoor, 'kinds' | 'classes'>, role: Role): RecordKind[] =>
  offeredKinds(door.kinds as Parameters<typeof offeredKinds>[0]).filter(
    (kind) => kind.writers.includes(role) && (!isForClass(kind) || door.classes.length > 0),
  );

/** The kind to begin with: what was asked for, the one written last, the first. */
export const firstKind = (kinds: readonly RecordKind[], asked: string, used: readonly string[]): string =>
  [asked, ...used].find((id) => kinds.some((kind) => kind.id === id)) ?? kinds[0]?.id ?? '';

/** What the page was opened for; empty where that is chosen here. */
export interface Asked {
  readonly kind: string;
  readonly studentId: string;
  readonly day: string;
  /** `planId:goalId` */
  readonly goal: string;
}

/** What the phone knows when a record is begun. */
export interface Known {
  readonly kinds: readonly RecordKind[];
  readonly used: readonly string[];
  readonly children: readonly KnownChild[];
  readonly door: AtDoor | null;
}

/** An empty form: of the child, day and goal that were asked for, of the kind that is most likely, of the only class. */
export function newForm(asked: Asked, { kinds, used, children, door }: Known, today: Day): RecordForm {
  const kind = firstKind(kinds, asked.kind, used);
  const known = [...children, ...(door?.due ?? [])].find(({ id }) => id === asked.studentId);
  const [planId, goalId] = asked.goal.split(':');
  const [first] = door?.classes ?? [];
  return emptyForm({
    requestKey: newId(),
    kind,
    day: asked.day && asked.day <= today ? asked.day : today,
    children: known ? [{ id: known.id, name: known.name, className: known.className }] : [],
    class: door?.classes.length === 1 && first ? first : null,
    goal: planId && goalId ? { planId, goalId } : null,
    share: kinds.find(({ id }) => id === kind)?.families?.on ?? false,
  });
}

const WHOM: Readonly<Record<RecordKind['about'], string>> = {
  child: '写哪个孩子？',
  caregiver: '哪个孩子家里的？',
  children: '写哪些孩子？',
  class: '写哪个班？',
};

/** How the form of a kind looks, whatever was written into it. */
export interface KindView {
  readonly id: string;
  readonly name: string;
  readonly whom: string;
  readonly multiple: boolean;
  readonly forClass: boolean;
}
export const kindView = (kind: RecordKind): KindView => ({
  id: kind.id,
  name: kind.name,
  whom: WHOM[kind.about],
  multiple: !isForOne(kind),
  forClass: isForClass(kind),
});

/** More were chosen than one record is about: none is left out unseen. */
export const TOO_MANY = `一条记录最多写 ${LIMITS.recordChildren} 个孩子，这一下没有加上。剩下的请再写一条。`;

/** Before it waits in vain: a class of which one record cannot be, as far as this phone knows its children; empty where it can. */
export function classProblem(
  kind: RecordKind,
  form: Pick<RecordForm, 'class'>,
  children: readonly Pick<KnownChild, 'className'>[],
): string {
  if (!isForClass(kind)) return '';
  if (form.class === null) return '请先选一个班。';
  const { name } = form.class;
  const count = children.filter(({ className }) => className === name).length;
  return count > LIMITS.recordChildren ? errorText('records.too-many', { count, most: LIMITS.recordChildren }) : '';
}

/** The part of the form that is complained of first, for the page to scroll there. */
export const firstProblem = (problems: Problems): string => Object.keys(problems)[0] ?? '';

/** What goes along to the page of concerns, so that nothing is typed twice: the words of the kind's long texts. */
export const worryWords = (kind: RecordKind, form: RecordForm): string =>
  kind.fields
    .filter(({ type }) => type === 'text')
    .flatMap(({ id }) => {
      const value = form.values[id];
      return typeof value === 'string' && value.trim() !== '' ? value.trim() : [];
    })
    .join('\n');

/** What stands in the outbox: 「家访：林小雨」. */
export const titleOf = (kind: RecordKind, form: RecordForm): string => `${kind.name}：${whomText(kind, form)}`;
