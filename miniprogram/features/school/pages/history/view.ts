import type { Output } from '../../../../shared/contract';
import { dayOf, minuteOf } from '../../../../shared/domain/calendar';
import { shortDate, spokenDay, spokenTime } from '../../../../shared/text/time';

type Import = Output<'roster.history'>['imports'][number];

export interface ImportRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: 'ok' | 'amber' | 'plain';
  readonly action: string;
  /** Until when it can be taken back, in words. */
  readonly until: string;
}

const STATES: Readonly<Record<Import['state'], readonly [string, ImportRow['tone']]>> = {
  reading: ['还在读', 'plain'],
  previewed: ['只看过，没有导入', 'plain'],
  applying: ['正在导入', 'amber'],
  applied: ['导入了', 'ok'],
  taking_back: ['正在撤回', 'amber'],
  taken_back: ['撤回了', 'plain'],
  forgotten: ['只看过，没有导入', 'plain'],
};

/** Imports as people speak of them. `now`: ms. One that was cut off while it was taken back can be taken up again. */
export const importRows = (imports: readonly Import[], now: number): ImportRow[] =>
  imports.map(({ id, at, fileName, byName, state, pupils, familyMembers, until }) => {
    const [word, tone] = STATES[state];
    const when = `${spokenDay(dayOf(at), dayOf(now))}${spokenTime(minuteOf(at))}`;
    return {
      key: id,
      name: fileName,
      fact: `${when} · ${byName} · ${pupils} 个学生，${familyMembers} 位家里人`,
      state: word,
      tone,
      action: until !== null ? '撤回' : state === 'taking_back' ? '接着撤回' : '',
      until: until === null ? '' : shortDate(dayOf(until)),
    };
  });

/** What a taking back came to. */
export function takenBackText({ restored, removed, kept }: Output<'roster.takeBack'>): string {
  const parts = [
    restored > 0 ? `${restored} 份档案改回了原来的样子` : '',
    removed > 0 ? `${removed} 份新来的拿掉了` : '',
  ].filter(Boolean);
  const done = parts.length > 0 ? `撤回了：${parts.join('，')}。` : '撤回了，没有要改回去的。';
  return kept > 0 ? `${done}有 ${kept} 处后来又有人改过，或者用上了，就照现在的样子留着。` : done;
}
