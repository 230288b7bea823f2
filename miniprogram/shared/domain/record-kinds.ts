import type { Role } from '../access/permissions';

/** A kind of care record (product.md C7). A new kind is a new row here, not a new page. */
export interface RecordKind {
  readonly name: string;
  /** What the family reads above the part that is shared with it. */
  readonly title: string;
  /** What the teacher taps at the door instead of typing. */
  readonly chips: readonly string[];
  readonly writers: readonly Role[];
  /** What of a shared record the family may see; the note and the chips are the school's own. */
  readonly familySees: readonly ('shareText' | 'photos')[];
}

export const RECORD_KINDS = {
  home_visit: {
    name: '家访',
    title: '老师家访后想对您说',
    chips: [
      '学习习惯',
      '作业',
      '身体',
      '情绪',
      '安全',
      '吃饭穿衣',
      '和家人相处',
      '手机',
      '上学路上',
      '家里有变化',
      '要帮忙',
    ],
    writers: ['teacher', 'school_admin'],
    familySees: ['shareText', 'photos'],
  },
} as const satisfies Record<string, RecordKind>;

const byId: ReadonlyMap<string, RecordKind> = new Map(Object.entries(RECORD_KINDS));

/** The row of a kind; `undefined` for a kind that this version does not know. */
export const recordKind = (id: string): RecordKind | undefined => byId.get(id);
