import type { KnownChild } from '../../../../services/children';
import type { Worry } from '../../../../services/worry';
import type { Input } from '../../../../shared/contract';
import { dayOf, minuteOf } from '../../../../shared/domain/calendar';
import type { ConcernTo, SituationId, ToldId } from '../../../../shared/domain/concerns';
import { LIMITS } from '../../../../shared/limits';
import { spokenTime } from '../../../../shared/text/time';

/** A concern while it is written. Nothing of it has to be filled in. */
export interface ConcernForm {
  readonly requestKey: string;
  readonly child: Pick<KnownChild, 'id' | 'name' | 'className'> | null;
  /** Not on the list: which child, in words. */
  readonly who: string;
  readonly situation: SituationId | '';
  readonly words: string;
  /** The record it comes from; empty where there is none. */
  readonly recordId: string;
  readonly recordKey: string;
}

/** Whom it was opened for: one whom the phone does not know by name is still the one. */
export function childFor(
  studentId: string,
  known: readonly KnownChild[],
  worry: Pick<Worry, 'child'> | undefined,
): ConcernForm['child'] {
  if (studentId === '') return null;
  const { name, className } = known.find(({ id }) => id === studentId) ??
    worry?.child ?? { name: '这个孩子', className: '' };
  return { id: studentId, name, className };
}

/** What was carried along joins what was begun here before: of neither a word is lost, and the record is named. */
export function withWorry(form: ConcernForm, { words, recordKey }: Worry): ConcernForm {
  const all = form.words.includes(words) ? form.words : [form.words, words].filter((one) => one !== '').join('\n');
  return { ...form, recordKey: recordKey || form.recordKey, words: all.slice(0, LIMITS.recordNote) };
}

export const raiseInput = (form: ConcernForm, to: ConcernTo, phoneAt: number): Input<'concerns.raise'> => ({
  requestKey: form.requestKey,
  to,
  studentId: form.child?.id ?? null,
  who: form.child ? '' : form.who.trim(),
  situation: form.situation === '' ? null : form.situation,
  words: form.words.trim(),
  recordId: form.recordId === '' ? null : form.recordId,
  recordKey: form.recordKey === '' ? null : form.recordKey,
  phoneAt,
});

/** Something that is added to what this phone raised, whether it has arrived or not. */
export const tellInput = (
  raisedKey: string,
  requestKey: string,
  {
    at,
    ...added
  }: {
    readonly at: number;
    readonly whom: ToldId | null;
    readonly situation: SituationId | null;
    readonly words: string;
  },
): Input<'concerns.tell'> => ({
  requestKey,
  concernId: null,
  raisedKey,
  day: added.whom === null ? null : dayOf(at),
  minute: added.whom === null ? null : minuteOf(at),
  ...added,
});

/** What became of the tap, in words. */
export interface Raised {
  readonly to: ConcernTo;
  readonly at: number;
  readonly situation: SituationId | '';
  /** Who was told so far, as it was noted here. */
  readonly told: readonly string[];
}

export interface RaisedText {
  readonly headline: string;
  readonly about: string;
}

/** Whether it arrived or waits for the network; the latter says to ring. */
export function raisedText(to: ConcernTo, at: number, arrived: boolean): RaisedText {
  const time = spokenTime(minuteOf(at));
  if (to === 'report')
    return arrived
      ? {
          headline: '已经报告，校长看得到了',
          about: `${time}记下，封存好了，谁也改不了。报告不能代替打电话：请现在就打。`,
        }
      : { headline: '没有网络：请马上打电话', about: `${time}已经记在手机里，有网络了自己会发。不要等，先打电话。` };
  return arrived
    ? { headline: '已经转给心理老师', about: '心理老师接手以后，您会看到。孩子正有危险的话，请不要等，先打电话。' }
    : { headline: '记在手机里了', about: '现在没有网络，有了网络自己会发给心理老师。孩子正有危险的话，先打电话。' };
}
