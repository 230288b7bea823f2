/** What a roster would change, line by line, for the person who will say yes or no to it. */
import type { Output } from '../../../miniprogram/shared/contract';
import { fieldOf, shown } from '../../../miniprogram/shared/domain/child-file';
import { spokenRelation } from '../../../miniprogram/shared/text/names';
import { isFieldKey } from '../contacts/fields';
import type { FieldChanges, MovedKey, VersionKey } from '../contacts/versions';
import { maskedValue } from '../contacts/viewing';
import { groupedBy } from '../data/parts';
import type { Files } from './carry-out';
import { className } from './class-name';
import type { Plan } from './plan';
import { entriesOf, type Version } from './versions';

/** More lines than the whole form has for one child. */
const LINES = 60;

type RosterChange = Output<'roster.preview'>['changes'][number];
type Line = RosterChange['lines'][number];

/** Facts beside the field table that a person reads of; of the others nothing is said. */
const MOVED: { readonly [K in MovedKey]?: { readonly label: string; readonly shown: (value: string) => string } } = {
  'pupil.className': { label: '班级', shown: (value) => value },
  'pupil.status': { label: '在不在校', shown: (value) => (value === 'active' ? '在校' : '已离校') },
};

/** The pupils who are on file and differ, they or their families, in the order of the roster. */
export function changesOf({ placed, versions }: Plan, { members }: Pick<Files, 'members'>): RosterChange[] {
  const families = groupedBy(
    versions
      .filter(({ subject }) => subject === 'member')
      .flatMap((version) => version.studentIds.map((id) => ({ id, version }))),
    ({ id }) => id,
  );
  return placed.flatMap(({ row, known, id, version }) => {
    if (!known) return [];
    const lines = [
      ...(version ? linesOf(version.changes, '') : []),
      ...(families.get(id) ?? []).flatMap((one) => adultLines(one.version, id, members)),
    ];
    if (lines.length === 0) return [];
    const seat = className(row.grade, row.classNo);
    return [{ studentId: id, row: row.row, name: row.name, className: seat, lines: lines.slice(0, LINES) }];
  });
}

/** 「爸爸 电话」: an adult's lines as they are of this child. */
function adultLines({ id, changes }: Version, studentId: string, members: Files['members']): Line[] {
  const member = members.get(id);
  const link = member?.children.find((one) => one.studentId === studentId);
  const relation = changes[`link.relation@${studentId}`]?.[1] ?? link?.relation;
  const name = member?.name ?? changes['member.name']?.[1] ?? '';
  return linesOf(changes, `${relation ? spokenRelation(relation) : name} `, studentId);
}

function linesOf(changes: FieldChanges, who: string, studentId?: string): Line[] {
  return entriesOf(changes).flatMap(([versionKey, [before, after]]) => {
    const [key, child] = versionKey.split('@') as [VersionKey, string | undefined];
    if (child !== undefined && child !== studentId) return [];
    const say = speech(key);
    if (!say) return [];
    return [{ label: `${who}${say.label}`, before: before && say.shown(before), after: after && say.shown(after) }];
  });
}

function speech(key: VersionKey): { readonly label: string; readonly shown: (value: string) => string } | undefined {
  if (!isFieldKey(key)) return MOVED[key as MovedKey];
  return { label: fieldOf(key).label, shown: (value) => maskedValue(key, shown(key, value)) ?? '' };
}
