import { type CallerRole, scopesOf } from '../../../../shared/access/permissions';
import type { Output } from '../../../../shared/contract';
import type { Day } from '../../../../shared/domain/calendar';
import { recordKind } from '../../../../shared/domain/record-kinds';
import { shortDate, spokenDay } from '../../../../shared/text/time';

type CareRecord = Output<'records.list'>['records'][number];

export interface RecordCard {
  readonly key: string;
  readonly title: string;
  readonly about: string;
  /** 「学习习惯、情绪」; staff only. */
  readonly chips: string;
  readonly text: string;
  /** What the family reads of it; staff only. */
  readonly shareText: string;
  /** 「家里能看到」, for staff, where something is shared. */
  readonly shared: string;
  readonly photos: readonly string[];
  /** What is with the photos that cannot be shown; empty when all are. */
  readonly waiting: string;
}

/** Whether the reader writes such records, or is one of the family and reads what was shared. */
export const isStaff = (role: CallerRole): boolean => scopesOf(role, 'records.write').length > 0;

export const cardsOf = (records: readonly CareRecord[], role: CallerRole, today: Day): RecordCard[] =>
  records.map((record) => cardOf(record, isStaff(role), today));

function cardOf(record: CareRecord, staff: boolean, today: Day): RecordCard {
  const kind = recordKind(record.kind);
  const spoken = spokenDay(record.day, today);
  const date = shortDate(record.day);
  return {
    key: record.recordId,
    title: (staff ? kind?.name : kind?.title) ?? '记录',
    about: `${spoken === date ? date : `${spoken} ${date}`} · ${record.by}`,
    chips: record.chips.join('、'),
    text: record.text,
    shareText: record.shareText,
    shared: staff && record.shared ? '家里能看到一段' : '',
    photos: record.photos.flatMap(({ url }) => url ?? []),
    waiting: waitingText(record.photos),
  };
}

function waitingText(photos: CareRecord['photos']): string {
  const hidden = (state: CareRecord['photos'][number]['state']) =>
    photos.filter((photo) => photo.state === state && photo.url === null).length;
  const checking = hidden('checking');
  const held = hidden('held');
  const said = [
    checking > 0 ? `${checking} 张照片正在检查，过一会儿再看` : '',
    held > 0 ? `${held} 张照片没有通过检查，不能放出来` : '',
  ];
  return said.filter(Boolean).join('；');
}
