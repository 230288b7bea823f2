/** What was understood of a roster, for the person who will say yes or no to it. */
import type { Output } from '../../../miniprogram/shared/contract';
import { groupedBy } from '../data/parts';
import { adultsOf } from './adults';
import { className } from './class-name';
import { READ_COLUMNS } from './members';
import type { Plan } from './plan';
import type { PupilRow } from './pupil';
import type { Understood } from './understand';

type Preview = Omit<Output<'roster.preview'>, 'importId'>;

const COLUMNS_SHOWN = 200;
const CLASSES_SHOWN = 200;
const DOUBTS_SHOWN = 200;
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
    errors: errors.length,
    warnings: warnings.length,
    sample: pupils.slice(0, SAMPLE).map(sampleOf),
  };
}

/** Each title once, with our own name of what we read in it, or `null`. */
function columnsOf(sheets: Understood['sheets']): Preview['columns'] {
  const meaningOf = new Map(READ_COLUMNS.map(({ key, group, title }) => [key, group + title]));
  const columns = new Map<string, string | null>();
  for (const { recognised, unrecognised } of sheets) {
    for (const { title, key } of recognised) columns.set(title, meaningOf.get(key) ?? null);
    for (const title of unrecognised) if (!columns.has(title)) columns.set(title, null);
  }
  return [...columns].map(([header, meaning]) => ({ header, meaning }));
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
