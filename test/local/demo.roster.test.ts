import { describe, expect, it } from 'vitest';
import { faultOf } from '../../cloudfunctions/_server/roster/id-number';
import { understand } from '../../cloudfunctions/_server/roster/understand';
import { readWorkbook } from '../../cloudfunctions/_server/roster/workbook';
import { makeBrokenRoster } from '../../local/demo/broken';
import { DEMO_AREA, DEMO_PHONE_PREFIX } from '../../local/demo/numbers';
import { makeDemoRoster } from '../../local/demo/roster';
import { DEMO_SCHOOL, demoClasses, LIVING_WEIGHTS } from '../../local/demo/school';
import { makeDemoStaff } from '../../local/demo/staff';
import { writeCellsXlsx, writeRosterXlsx } from '../../local/demo/workbook';

const options = { today: DEMO_SCHOOL.today };
const SEEDS = [1, 2, 2026];

describe.each(SEEDS)('the demo school of seed %i', (seed) => {
  const { rows, cast } = makeDemoRoster(seed);
  const leftBehind = rows.filter(({ careStatus }) => careStatus !== 'not_left_behind');

  it('has the numbers of the source: 1,500 pupils, 960 left behind, 36 classes', () => {
    expect([rows.length, leftBehind.length]).toEqual([1500, 960]);
    for (const { grade, classNo, pupils } of demoClasses()) {
      expect(rows.filter((row) => row.grade === grade && row.classNo === classNo)).toHaveLength(pupils);
    }
  });

  it('lives as the county does, within two in a hundred', () => {
    const sum = LIVING_WEIGHTS.reduce((all, [, weight]) => all + weight, 0);
    for (const [living, weight] of LIVING_WEIGHTS) {
      const share = leftBehind.filter((row) => row.living === living).length / leftBehind.length;
      expect(Math.abs(share - weight / sum)).toBeLessThan(0.02);
    }
  });

  it('uses only numbers that can be nobody’s, each ID once', () => {
    const people = rows.flatMap((row) => [row, row.father, row.mother, row.delegate].flatMap((person) => person ?? []));
    for (const { idNumber = '' } of people) {
      expect(idNumber.startsWith(DEMO_AREA)).toBe(true);
      expect(faultOf(idNumber)).toBeUndefined();
    }
    const phones = rows.flatMap(({ father, mother, delegate }) =>
      [father, mother, delegate].flatMap((adult) => [
        ...(adult?.phone ? [adult.phone] : []),
        ...(adult?.otherPhones ?? []),
      ]),
    );
    expect(
      phones.every((phone) => phone.startsWith(DEMO_PHONE_PREFIX) && phone.length === 11 && phone < '15400009000'),
    ).toBe(true);
    expect(new Set(rows.map(({ idNumber }) => idNumber)).size).toBe(rows.length);
    const owners = new Map(people.map(({ idNumber, name }) => [idNumber, name]));
    expect(people.every(({ idNumber, name }) => owners.get(idNumber) === name)).toBe(true);
  });

  it('has brothers and sisters, separated parents, caregivers who cannot read, have no smartphone, have no phone', () => {
    const mothers = new Map<string, number>();
    for (const { mother } of rows) mothers.set(mother?.idNumber ?? '', (mothers.get(mother?.idNumber ?? '') ?? 0) + 1);
    expect([...mothers.values()].filter((children) => children > 1).length).toBeGreaterThan(150);
    expect(rows.filter(({ legalGuardians }) => legalGuardians).length).toBeGreaterThan(30);
    const delegates = leftBehind.flatMap(({ delegate }) => delegate ?? []);
    for (const lacking of [
      delegates.filter(({ canRead }) => canRead === false),
      delegates.filter(({ hasSmartphone }) => hasSmartphone === false),
      delegates.filter(({ phone }) => phone === undefined),
    ]) {
      expect(lacking.length).toBeGreaterThan(20);
    }
  });

  it('has the cast in its places', () => {
    const byNo = new Map(rows.map((row) => [row.studentNo, row]));
    for (const { name, role, phone, studentNos } of Object.values(cast)) {
      expect(studentNos.length).toBeGreaterThan(0);
      for (const no of studentNos) expect(byNo.get(no)?.[role]).toMatchObject({ name, phone });
    }
    const xiaoyu = byNo.get(cast.nightFather.studentNos[0]);
    expect(xiaoyu).toMatchObject({
      ...{ name: '林小雨', grade: 3, classNo: 2, careStatus: 'both_away', living: 'grandparents' },
      father: { workplace: '广东省东莞市', shift: { kind: 'night' } },
      delegate: { relation: '奶奶', canRead: false, hasSmartphone: true },
    });
    const [first, second] = cast.divorcedMother.studentNos.map((no) => byNo.get(no));
    expect(first?.mother).toEqual(second?.mother);
    expect(first?.father?.name).not.toBe(second?.father?.name);
    expect(first?.legalGuardians).toEqual(['mother']);
    expect(byNo.get(cast.plainPhoneGrandfather.studentNos[0])?.delegate?.hasSmartphone).toBe(false);
  });

  it('comes back whole through its own .xlsx', async () => {
    const bytes = await writeRosterXlsx(rows);
    const result = understand(await readWorkbook(bytes, '学生名册.xlsx'), options);
    expect(result.sheets[0]?.unrecognised).toEqual([]);
    expect(result.doubts.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(result.doubts.length).toBeLessThan(15);
    expect(result.pupils).toEqual(rows);
  });

  it('has staff for every class, day and priority child', () => {
    const { staff, duty, points, booths } = makeDemoStaff(seed);
    expect(staff).toHaveLength(70);
    expect(new Set(staff.map(({ phone }) => phone)).size).toBe(70);
    expect(staff.filter(({ homeroom }) => homeroom)).toHaveLength(36);
    const mentees = staff.flatMap((member) => member.mentees);
    const left = new Set(leftBehind.map(({ studentNo }) => studentNo));
    expect(new Set(mentees).size).toBe(mentees.length);
    expect(mentees.every((no) => left.has(no))).toBe(true);
    for (const { duty: post, mentees: own } of staff) {
      const mentor = post !== 'headteacher' && post !== 'counsellor';
      expect(mentor ? own.length === 2 || own.length === 3 : own.length === 0).toBe(true);
    }
    const keys = new Set(staff.map(({ key }) => key));
    expect(duty.map(({ weekday }) => weekday)).toEqual([1, 2, 3, 4, 5]);
    expect(duty.every((day) => keys.has(day.staff) && keys.has(day.standIn))).toBe(true);
    expect(points.map(({ kind }) => kind).toSorted()).toEqual(['phone', 'phone', 'video', 'video']);
    expect(booths.flatMap((booth) => booth.points).toSorted()).toEqual(points.map(({ key }) => key).toSorted());
  });
});

describe('the seed', () => {
  it('alone decides', () => {
    expect(makeDemoRoster(5)).toEqual(makeDemoRoster(5));
    expect(makeDemoStaff(5)).toEqual(makeDemoStaff(5));
    expect(makeDemoRoster(5).rows[9]).not.toEqual(makeDemoRoster(6).rows[9]);
  });
});

describe('the broken roster', () => {
  it('has each of its mistakes found, in its row, and nothing else', async () => {
    const { cells, mistakes } = makeBrokenRoster();
    const result = understand(await readWorkbook(await writeCellsXlsx(cells), '名册.xlsx'), options);
    expect(mistakes.length).toBeGreaterThanOrEqual(12);
    expect(result.doubts.map(({ row, code }) => ({ row, code }))).toEqual(mistakes);
  });
});
