import type { Day } from '../../../../shared/domain/calendar';
import { factsOf } from '../../../../shared/domain/record-kinds-facts';
import type { RecordKind } from '../../../../shared/domain/record-kinds-parts';
import { correctionOf, type Opened, type RecordForm, valuesOf } from '../../form';
import { dayText } from '../../words';

/** One of two corrections that stand side by side. */
export interface Side {
  readonly key: 'mine' | 'theirs';
  readonly title: string;
  readonly facts: readonly { readonly label: string; readonly text: string; readonly differs: boolean }[];
}

/** Mine beside what somebody else made of it meanwhile; what is not the same in both is marked. */
export function sidesOf(kind: RecordKind, mine: RecordForm, answer: Opened, today: Day): Side[] {
  const theirs = correctionOf(answer, '');
  const both = [linesOf(kind, mine, today), linesOf(kind, theirs, today)] as const;
  const texts = both.map((lines) => new Map(lines.map(({ label, text }) => [label, text])));
  const by = answer.before[0]?.by ?? '';
  return both.map((lines, i) => ({
    key: i === 0 ? 'mine' : 'theirs',
    title: i === 0 ? '您改的' : `${by}刚改的`,
    facts: lines.map((line) => ({ ...line, differs: texts[1 - i]?.get(line.label) !== line.text })),
  }));
}

function linesOf(kind: RecordKind, form: RecordForm, today: Day): { label: string; text: string }[] {
  const { place, photos, voices, share, shareText } = form;
  return [
    { label: '哪一天', text: dayText(form.day, today) },
    ...factsOf(kind, valuesOf(kind, form.values)),
    { label: '在哪里', text: place },
    { label: '照片', text: photos.length > 0 ? `${photos.length} 张` : '' },
    { label: '录音', text: voices.length > 0 ? `${voices.length} 段` : '' },
    { label: '家里', text: share ? '能看到' : '看不到' },
    { label: '写给家里的话', text: share ? shareText : '' },
  ].filter(({ text }) => text !== '');
}
