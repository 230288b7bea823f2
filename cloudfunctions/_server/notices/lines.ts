import type { CallOutcome, Rung } from '../../../miniprogram/shared/domain/ladder';
import type { MediaState } from '../../../miniprogram/shared/domain/media';
import type { Receipt } from '../data/documents';
import type { Store } from '../data/store';
import type { Reach } from '../kernel/reach';
import { inClasses, within } from './repository';

/** What the board counts of everybody. */
type Short = Pick<
  Receipt,
  | 'studentIds'
  | 'classIds'
  | 'classNames'
  | 'state'
  | 'rung'
  | 'open'
  | 'covered'
  | 'wantsCall'
  | 'answer'
  | 'nudges'
  | 'nudgedAt'
> & { readonly ways: readonly Rung[] };

/** What a row of the board, or of the exported list, shows of one person. */
export type Line = Short &
  Pick<Receipt, '_id' | 'personId' | 'personName' | 'relation' | 'childNames' | 'hasPhone' | 'why' | 'at'> & {
    readonly calls: readonly { readonly way: 'call' | 'visit'; readonly outcome: CallOutcome }[];
    readonly signed: boolean;
    /** How the check of the answer by voice stands; nothing where there is none. */
    readonly said?: MediaState | null;
  };

/** All receipts of a notice within a reach, and what they have in common. */
export interface Lines
  extends Pick<Receipt, 'of' | 'title' | 'from' | 'asks' | 'urgent' | 'deadline' | 'sentAt' | 'over'> {
  /** Somebody's message has not left yet. */
  readonly leaving: boolean;
  /** Whole ones, or short ones of classes that were not asked for. */
  readonly lines: readonly (Line | Short)[];
}

export const isWhole = (line: Line | Short): line is Line => '_id' in line;

const paths = (fields: readonly string[], prefix: string) =>
  Object.fromEntries(fields.map((field) => [field, `${prefix}${field}`]));

const COMMON = ['of', 'title', 'from', 'asks', 'urgent', 'deadline', 'sentAt'] as const;
const SHORT = [
  'studentIds',
  'classIds',
  'classNames',
  'state',
  'rung',
  'ways',
  'open',
  'covered',
  'wantsCall',
  'answer',
  'nudges',
  'nudgedAt',
] as const;
const WHOLE = [
  ...SHORT,
  '_id',
  'personId',
  'personName',
  'relation',
  'childNames',
  'hasPhone',
  'why',
  'at',
  'calls',
] as const;

/** How many classes the rows of all are given for. */
const FEW_CLASSES = 2;
const ALL_CLASSES = { $reduce: { input: '$classes', initialValue: [], in: { $setUnion: ['$$value', '$$this'] } } };
/** Whether they are few: of a family's classes those count that are within the reach. */
const fewIn = ({ all, classIds }: Reach) => ({
  $lte: [{ $size: all ? ALL_CLASSES : { $setIntersection: [ALL_CLASSES, [...classIds]] } }, FEW_CLASSES],
});
const IS_SIGNED = { $ne: [{ $ifNull: ['$signature', null] }, null] };
/** What the family settled before it left does not leave any more. */
const NOT_LEFT = {
  $and: [
    { $eq: ['$state', 'queued'] },
    { $eq: ['$rung', 'wechat'] },
    { $eq: ['$over', null] },
    { $or: ['$open', { $eq: ['$of', 'record'] }] },
  ],
};

/**
 * The receipts of a notice in one operation; `undefined` where there are none within the reach. Everybody's line is whole in
 * the classes `of`: all of them, the named one, or, of two classes at most, all. Of thousands the short ones are enough to count.
 */
export async function linesOf(
  store: Store,
  reach: Reach,
  refId: string,
  of: 'all' | 'few' | { readonly classId: string },
): Promise<Lines | undefined> {
  const asked = of === 'all' ? true : of === 'few' ? fewIn(reach) : { $eq: [1, 0] };
  const named = typeof of === 'object' ? { $in: [{ $literal: of.classId }, '$$line.classIds'] } : { $eq: [1, 0] };
  const [found] = await store.aggregate<'receipts', Lines>('receipts', [
    ['match', { ...inClasses(reach), refId }],
    [
      'group',
      {
        _id: null,
        ...Object.fromEntries(COMMON.map((field) => [field, { $first: `$${field}` }])),
        over: { $max: '$over' },
        leaving: { $max: NOT_LEFT },
        classes: { $push: '$classIds' },
        lines: { $push: { ...paths(WHOLE, '$'), said: '$said.state', signed: IS_SIGNED } },
      },
    ],
    [
      'project',
      {
        ...Object.fromEntries([...COMMON, 'over', 'leaving'].map((field) => [field, 1])),
        lines: {
          $cond: [
            asked,
            '$lines',
            {
              $map: {
                input: '$lines',
                as: 'line',
                in: { $cond: [named, '$$line', paths(SHORT, '$$line.')] },
              },
            },
          ],
        },
      },
    ],
  ]);
  return found && { ...found, lines: found.lines.map((line) => within(reach, line)) };
}
