import { type Day, dayOf, minuteOf } from '../../../../shared/domain/calendar';
import type { RecordKind } from '../../../../shared/domain/record-kinds-parts';
import { shortDate, spokenDay, spokenTime } from '../../../../shared/text/time';
import { cardOf, type EntryCard } from '../../components/entry/card';
import type { FamilyView } from '../../components/family-view/index';
import { addressesOf, previewOf } from '../../components/record-form/view';
import { correctionOf, type Opened } from '../../form';
import { dayText } from '../../words';

/** What stood before a correction. */
export interface Before {
  readonly key: string;
  /** 「11月24日下午 3:20，李老师改以前」 */
  readonly title: string;
  readonly facts: readonly { readonly label: string; readonly text: string }[];
  readonly shareText: string;
}

export interface OpenPage {
  readonly card: EntryCard;
  /** 「林小雨 三(2)班」 */
  readonly children: readonly string[];
  readonly before: readonly Before[];
  /** Why and by whom it was struck; empty where it stands. */
  readonly struck: string;
  readonly mayCorrect: boolean;
  /** The switch: on, off, or not there, as families never see this kind. */
  readonly sharing: 'on' | 'off' | null;
}

/** More names than these are counted. */
const NAMED = 12;

function momentText(at: number, today: Day): string {
  const day = dayOf(at);
  const near = spokenDay(day, today);
  return `${near === shortDate(day) ? dayText(day, today) : near}${spokenTime(minuteOf(at))}`;
}

export function pageOf(answer: Opened, kind: RecordKind | undefined, today: Day): OpenPage {
  const { record, children, before, struck } = answer;
  const names = children.map(({ name, className }) => `${name} ${className}`);
  const more = names.length - NAMED;
  const standing = record.mayCorrect && struck === null;
  return {
    card: cardOf({ ...record, others: 0 }, true, today),
    children: more > 0 ? [...names.slice(0, NAMED), `还有 ${more} 个孩子`] : names,
    before: before.map(({ at, by, day, facts, shareText }, i) => ({
      key: `${i}:${at}`,
      title: `${momentText(at, today)}，${by}改以前`,
      facts: day === record.day ? facts : [{ label: '哪一天', text: dayText(day, today) }, ...facts],
      shareText,
    })),
    struck: struck === null ? '' : `${momentText(struck.at, today)}，${struck.by}划掉了：${struck.why}`,
    mayCorrect: standing,
    sharing: standing && kind?.families ? (record.shared ? 'on' : 'off') : null,
  };
}

/** What the family will see once it is shared; `null` where that is nothing yet. */
export const shareView = (answer: Opened, kind: RecordKind): FamilyView | null =>
  previewOf(kind, { ...correctionOf(answer, ''), share: true }, answer.record.by, addressesOf(answer));

/** Why an entry is struck out, in words to tap. */
export const WHYS = ['写错孩子了', '写了两次', '没有这件事', '不该写在这里'].map((why) => ({ value: why, label: why }));
