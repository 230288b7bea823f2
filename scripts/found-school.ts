/**
 * `npm run school:found -- --file school.json [--env-file FILE]`: founds a school and lets its staff in, and prints their
 * invite codes. May be repeated with a longer file: nobody is there twice, an open code stays the same.
 * Environment: that of deploy-data, and FIELD_KEYS. The variables that `npm run cloud` prints point it at the local cloud.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { INVITE_DAYS } from '../cloudfunctions/_server/accounts/codes';
import { compose } from '../cloudfunctions/_server/kernel/compose';
import type { Deps } from '../cloudfunctions/_server/kernel/deps';
import { type Enrolled, enrolStaff, foundSchool } from '../cloudfunctions/_server/school/found';
import { ROLE_NAMES } from '../miniprogram/shared/text/zh';
import { giveUp, NEEDED_TO_FOUND, openEnvironment } from './environment';
import { isMain } from './paths';
import { readSchoolFile, type SchoolPlan } from './school-file';

/** The school with everybody of the plan, the headteacher first. */
export async function found(deps: Deps, { school, staff }: SchoolPlan): Promise<readonly Enrolled[]> {
  const { school: there, headteacher } = await foundSchool(deps, school);
  const entries = staff.map(({ point, ...entry }) => {
    const pointId = there.points.find(({ name }) => name === point)?.id;
    if (point !== undefined && pointId === undefined)
      throw new Error(`学校里没有「${point}」这个通话点：建校以后加的，请先在小程序的「通话点和时间」里加上。`);
    return { ...entry, ...(pointId !== undefined && { pointId }) };
  });
  return [headteacher, ...(await enrolStaff(deps, there._id, entries))];
}

/** Roles, names and codes under each other; Chinese characters are two columns wide. */
export function codeTable(people: readonly Enrolled[]): string {
  const rows = people.map(({ role, name, code }) => [ROLE_NAMES[role], name, code ?? '（已经绑定）'] as const);
  const wide = (column: 0 | 1) => Math.max(...rows.map((row) => widthOf(row[column])));
  const [first, second] = [wide(0), wide(1)];
  return rows.map(([role, name, code]) => `${padded(role, first)}  ${padded(name, second)}  ${code}`).join('\n');
}

const padded = (text: string, width: number): string => text + ' '.repeat(width - widthOf(text));
const widthOf = (text: string): number => [...text].reduce((sum, char) => sum + (char > '\u2e7f' ? 2 : 1), 0);

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { file: { type: 'string' }, 'env-file': { type: 'string' } } });
  if (values.file === undefined)
    throw new Error('请写明学校文件：npm run school:found -- --file school.json（样子见 docs/school.example.json）');
  const plan = readSchoolFile(readFileSync(values.file, 'utf8'));
  openEnvironment(values['env-file'], NEEDED_TO_FOUND);
  // Outside a function the SDK takes the current environment from this name alone (seen in its source).
  process.env.SCF_NAMESPACE ??= process.env.TCB_ENV;
  console.log(`\n${codeTable(await found(compose(), plan))}\n`);
  console.log(`每个人在微信里打开小程序，输入自己的邀请码。邀请码 ${INVITE_DAYS} 天内有效，只给本人，请不要发在群里。`);
}

if (isMain(import.meta)) await main().catch(giveUp);
