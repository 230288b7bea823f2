/** What was understood of a roster, for the person who will say yes or no to it. */
import type { Output } from '../../../miniprogram/shared/contract';
import type { Day } from '../../../miniprogram/shared/domain/calendar';
import { isLeftBehind, type LeftBehindRule } from '../../../miniprogram/shared/domain/left-behind';
import { groupedBy } from '../data/parts';
import { adultsOf } from './adults';
import type { Files } from './carry-out';
import { className } from './class-name';
import { COLUMNS } from './columns';
import { changesOf } from './diff';
import { READ_COLUMNS } from './members';
import type { Near } from './near';
import { type Found, PER_PAGE } from './pages';
import type { Plan } from './plan';
import type { PupilRow } from './pupil';
import type { Understood } from './understand';

type Preview = Output<'roster.preview'>;

const COLUMNS_SHOWN = 400;
const CLASSES_SHOWN = 200;
const NEAR_SHOWN = 100;
const SAMPLE = 5;

export interface Seen {
  readonly importId: string;
  readonly understood: Understood;
  readonly plan: Plan;
  readonly files: Files;
  readonly rule: LeftBehindRule;
  readonly today: Day;
}

/** Everything that was found. */
export function foundIn({ understood, plan, files }: Seen): Found {
  return {
    doubts: doubtsOf(understood),
    changes: changesOf(plan, files),
    gone: goneOf(plan, files),
  };
}

/** The answer, with the first page of what was found. */
export function previewOf(seen: Seen, found: Found): Preview {
  const { sheets, pupils, doubts } = seen.understood;
  const { plan } = seen;
  return {
    importId: seen.importId,
    columns: columnsOf(sheets).slice(0, COLUMNS_SHOWN),
    choices: COLUMNS.map(({ key, group, title }) => ({ key, title: group + title })),
    rows: sheets.reduce((sum, { pupilRows }) => sum + pupilRows, 0),
    pupils: pupils.length,
    leftBehind: pupils.filter((pupil) => isLeftBehind(seen.rule, pupil, seen.today)).length,
    classes: classesOf(pupils).slice(0, CLASSES_SHOWN),
    familyMembers: plan.adults,
    fresh: plan.fresh,
    changed: plan.changed,
    same: plan.same,
    errors: doubts.filter(({ severity }) => severity === 'error').length,
    warnings: doubts.filter(({ severity }) => severity === 'warning').length,
    nearCount: plan.near.length,
    goneCount: plan.gone.length,
    doubts: found.doubts.slice(0, PER_PAGE.doubts),
    changes: found.changes.slice(0, PER_PAGE.changes),
    near: plan.near.slice(0, NEAR_SHOWN).map(nearView),
    gone: found.gone.slice(0, PER_PAGE.gone),
    sample: pupils.slice(0, SAMPLE).map(sampleOf),
  };
}

/** Errors first: they must be mended before anything else matters. */
function doubtsOf({ sheets, doubts }: Understood): Found['doubts'] {
  const several = new Set([...sheets, ...doubts].map(({ sheet }) => sheet)).size > 1;
  const ofSeverity = (wanted: string) => doubts.filter(({ severity }) => severity === wanted);
  return [...ofSeverity('error'), ...ofSeverity('warning')].map(({ sheet, row, column, severity, text }) => ({
    row,
    column: column || null,
    severity,
    text: several ? `「${sheet}」${text}` : text,
  }));
}

function goneOf({ gone }: Plan, { members }: Files): Found['gone'] {
  const bound = new Set([...members.values()].flatMap(({ openid, studentIds }) => (openid === null ? [] : studentIds)));
  return gone.map(({ _id: id, name, className: seat }) => ({ id, name, className: seat, bound: bound.has(id) }));
}

const nearView = ({ row, candidates }: Near): Preview['near'][number] => ({
  sheet: row.sheet,
  row: row.row,
  name: row.name,
  className: className(row.grade, row.classNo),
  birthDay: row.birthDay,
  candidates: candidates.map(({ student, why }) => ({
    id: student._id,
    name: student.name,
    className: student.className,
    birthDay: student.birthDay,
    why,
  })),
});

/** Each column of each sheet, with our own name of what we read in it, or `null`. */
function columnsOf(sheets: Understood['sheets']): Preview['columns'] {
  const meaningOf = new Map(READ_COLUMNS.map(({ key, group, title }) => [key, group + title]));
  return sheets.flatMap(({ sheet, recognised, unrecognised }) =>
    [...recognised, ...unrecognised.map((column) => ({ ...column, key: null }))]
      .sort((a, b) => a.index - b.index)
      .map(({ index, title, key, byHand }) => ({
        sheet,
        index,
        header: title,
        key,
        meaning: (key && meaningOf.get(key)) ?? null,
        byHand,
      })),
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
