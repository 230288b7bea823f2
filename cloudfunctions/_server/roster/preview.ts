/** What was understood of a roster, for the person who will say yes or no to it. */
import type { Output } from '../../../miniprogram/shared/contract';
import { groupedBy } from '../data/parts';
import { adultsOf } from './adults';
import { className } from './class-name';
import { COLUMNS } from './columns';
import { READ_COLUMNS } from './members';
import type { Plan } from './plan';
import type { PupilRow } from './pupil';
import type { Understood } from './understand';

type Preview = Omit<Output<'roster.preview'>, 'importId'>;

const COLUMNS_SHOWN = 400;
const CLASSES_SHOWN = 200;
const DOUBTS_SHOWN = 50;
const SAMPLE = 5;

export function previewOf({ sheets, pupils, doubts }: Understood, plan: Plan): Preview {
  const errors = doubts.filter(({ severity }) => severity === 'error');
  const warnings = doubts.filter(({ severity }) => severity === 'warning');
  const several = new Set([...sheets, ...doubts].map(({ sheet }) => sheet)).size > 1;
  return {
    columns: columnsOf(sheets).slice(0, COLUMNS_SHOWN),
    rows: sheets.reduce((sum, { pupilRows }) => sum + pupilRows, 0),
    pupils: pupils.length,
    leftBehind: pupils.filter(({ careStatus }) => careStatus !== 'not_left_behind').length,
    classes: classesOf(pupils).slice(0, CLASSES_SHOWN),
    familyMembers: plan.adults,
    fresh: plan.fresh,
    changed: plan.changed,
    same: plan.same,
    // Errors first: they must be mended before anything else matters.
    doubts: [...errors, ...warnings].slice(0, DOUBTS_SHOWN).map(({ sheet, row, column, severity, text }) => ({
      row,
      column: column || null,
      severity,
      text: several ? `「${sheet}」${text}` : text,
    })),
    choices: COLUMNS.map(({ key, group, title }) => ({ key, title: group + title })),
    nearCount: 0,
    goneCount: 0,
    changes: [],
    near: [],
    gone: [],
    errors: errors.length,
    warnings: warnings.length,
    sample: pupils.slice(0, SAMPLE).map(sampleOf),
  };
}

/** Each column of each sheet, with our own name of what we read in it, or `null`. */
function columnsOf(sheets: Understood['sheets']): Preview['columns'] {
  const meaningOf = new Map(READ_COLUMNS.map(({ key, group, title }) => [key, group + title]));
  return sheets.flatMap(({ sheet, recognised, unrecognised }) =>
    [
      ...recognised.map(({ index, title, key }) => ({
        index,
        header: title,
        key,
        meaning: meaningOf.get(key) ?? null,
      })),
      ...unrecognised.map(({ index, title }) => ({ index, header: title, key: null, meaning: null })),
    ]
      .sort((a, b) => a.index - b.index)
      .map((column) => ({ sheet, ...column, byHand: false })),
  );
}

function classesOf(pupils: readonly PupilRow[]): Preview['classes'] {
  return [...groupedBy(pupils, ({ grade, classNo }) => grade * 100 + classNo)]
    .sort(([a], [b]) => a - b)
    .map(([rank, members]) => ({ name: className(Math.floor(rank / 100), rank % 100), pupils: members.length }));
}

const sampleOf = (pupil: PupilRow): Preview['sample'][number] => ({
  row: pupil.row,
  name: pupil.name,
  className: className(pupil.grade, pupil.classNo),
  family: adultsOf(pupil)
    .map(({ relation, name }) => `${relation}${name}`)
    .join('、'),
});
