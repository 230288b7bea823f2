/** The demo school's roster from a seed: 1,500 pupils of a township primary school, 960 of them left behind. */
import type { Health, Living, PupilRow, Sex } from '../../cloudfunctions/_server/roster/pupil';
import { CAST, type Cast, type CastPupil, makeCastPupils } from './cast-pupils';
import { type Family, type FamilyPlan, makeFamily } from './family';
import { fullName } from './names';
import { makeNumbers, type Numbers } from './numbers';
import { type Random, seeded } from './random';
import { birthDayFor, DEMO_SCHOOL, demoClasses, LIVING_WEIGHTS, type Seat, seatAt } from './school';

export interface DemoRoster {
  /** In the order of classes and student numbers; `sheet` and `row` are where `writeRosterXlsx` puts them. */
  readonly rows: PupilRow[];
  readonly cast: Cast;
}

export const DEMO_SHEET = '学生名册';
/** Title, groups, titles: pupils begin in row 4. */
export const FIRST_PUPIL_ROW = 4;
/** The numbers before are the cast's. */
const FIRST_FAMILY_PHONE = 101;

interface Maker {
  readonly random: Random;
  readonly numbers: Numbers;
  /** Name and birth date of everybody so far: no two of them are the same. */
  readonly known: Set<string>;
}

const allSeats = (): Seat[] =>
  demoClasses().flatMap(({ grade, classNo, pupils }) =>
    Array.from({ length: pupils }, (_, i) => seatAt(grade, classNo, i + 1)),
  );

/** Groups seats into households of one to three children in different grades. */
function households(random: Random, seats: readonly Seat[]): Seat[][] {
  const left = random.shuffle(seats);
  const homes: Seat[][] = [];
  for (let eldest = left.pop(); eldest; eldest = left.pop()) {
    const home = [eldest];
    const children = random.weighted([
      [1, 72],
      [2, 25],
      [3, 3],
    ]);
    while (home.length < children) {
      const at = left.findIndex(({ grade }) => home.every((sibling) => sibling.grade !== grade));
      if (at < 0) break;
      home.push(...left.splice(at, 1));
    }
    homes.push(home);
  }
  return homes;
}

type Away = Exclude<Living, 'parents'>;

/** Splits a total in proportion to the weights, to the last child (largest remainder). */
function quotas(total: number): Map<Away, number> {
  const sum = LIVING_WEIGHTS.reduce((all, [, weight]) => all + weight, 0);
  const exact = LIVING_WEIGHTS.map(([living, weight]) => ({ living, share: (total * weight) / sum }));
  const result = new Map(exact.map(({ living, share }) => [living, Math.floor(share)]));
  const rest = total - [...result.values()].reduce((all, n) => all + n, 0);
  const byRemainder = exact.toSorted((a, b) => (b.share % 1) - (a.share % 1));
  for (const { living } of byRemainder.slice(0, rest)) result.set(living, (result.get(living) ?? 0) + 1);
  return result;
}

/** Small children neither board nor live alone. */
const YOUNGEST_GRADE: Partial<Record<Away, number>> = { boarding: 3, alone: 5 };

function chooseLiving(random: Random, home: readonly Seat[], left: Map<Away, number>): Away {
  const youngest = Math.min(...home.map(({ grade }) => grade));
  const possible = [...left].filter(
    ([living, places]) => places >= home.length && youngest >= (YOUNGEST_GRADE[living] ?? 1),
  );
  // Those that only older children can take are taken by them first, so that the proportions come out.
  const weights = possible.map(([living, places]) => [living, places * (YOUNGEST_GRADE[living] ?? 1)] as const);
  const living = weights.length > 0 ? random.weighted(weights) : 'grandparents';
  left.set(living, (left.get(living) ?? 0) - home.length);
  return living;
}

function makePlans(random: Random, homes: readonly Seat[][], leftBehind: number): { home: Seat[]; plan: FamilyPlan }[] {
  const places = quotas(leftBehind);
  let left = leftBehind;
  return random.shuffle(homes).map((home) => {
    const eldest = DEMO_SCHOOL.schoolYear - 6 - Math.max(...home.map(({ grade }) => grade));
    if (home.length > left) return { home, plan: { careStatus: 'not_left_behind', living: 'parents', eldest } };
    left -= home.length;
    const careStatus = random.chance(0.88) ? 'both_away' : 'one_away_other_unable';
    return { home, plan: { careStatus, living: chooseLiving(random, home, places), eldest } };
  });
}

const HEALTH: readonly (readonly [Health, number])[] = [
  [{ state: 'healthy' }, 970],
  [{ state: 'ill', detail: '哮喘' }, 8],
  [{ state: 'ill', detail: '先天性心脏病（术后）' }, 4],
  [{ state: 'ill', detail: '癫痫' }, 3],
  [{ state: 'disabled', detail: '视力四级' }, 5],
  [{ state: 'disabled', detail: '听力三级' }, 4],
  [{ state: 'disabled', detail: '肢体三级' }, 6],
];
const ETHNICITIES: readonly (readonly [string, number])[] = [
  ['汉族', 960],
  ['土家族', 15],
  ['苗族', 12],
  ['侗族', 8],
  ['瑶族', 5],
];

function freshName({ random, known }: Maker, family: string, sex: Sex, birthDay: string): string {
  let name = fullName(random, family, sex, 'child');
  while (known.has(`${name} ${birthDay}`)) name = fullName(random, family, sex, 'child');
  known.add(`${name} ${birthDay}`);
  return name;
}

function makePupil(maker: Maker, seat: Seat, family: Family, given?: CastPupil): Omit<PupilRow, 'sheet' | 'row'> {
  const { random, numbers } = maker;
  const sex = given?.sex ?? (random.chance(0.53) ? 'male' : 'female');
  const birthDay = birthDayFor(random, seat.grade);
  const name = given?.name ?? freshName(maker, family.surname, sex, birthDay);
  const { surname: _, ...shared } = structuredClone(family);
  const boarding =
    family.living === 'boarding' || (family.living === 'parents' && seat.grade >= 3 && random.chance(0.06));
  return {
    ...shared,
    ...seat,
    ...{ name, sex, birthDay, idNumber: numbers.idNumber(birthDay, sex), boarding },
    ...{ ethnicity: random.weighted(ETHNICITIES), householdRegistered: true, health: { ...random.weighted(HEALTH) } },
    ...{ schooling: 'primary', school: DEMO_SCHOOL.name },
    ...(given?.contactLimit && { contactLimit: given.contactLimit }),
  };
}

/** The same seed gives the same school; the cast is the same for every seed. */
export function makeDemoRoster(seed: number): DemoRoster {
  const random = seeded(seed);
  const maker: Maker = { random, numbers: makeNumbers(FIRST_FAMILY_PHONE), known: new Set() };
  const played = makeCastPupils(maker);
  const taken = new Set(played.map(({ seat }) => seat.studentNo));
  const free = allSeats().filter(({ studentNo }) => !taken.has(studentNo));
  const plans = makePlans(random, households(random, free), DEMO_SCHOOL.leftBehind - played.length);
  const pupils = [
    ...played.map((pupil) => makePupil(maker, pupil.seat, pupil.family, pupil)),
    ...plans.flatMap(({ home, plan }) => {
      const family = makeFamily(maker, plan);
      return home.map((seat) => makePupil(maker, seat, family));
    }),
  ];
  pupils.sort(
    (a, b) => a.grade - b.grade || a.classNo - b.classNo || ((a.studentNo ?? '') < (b.studentNo ?? '') ? -1 : 1),
  );
  const rows = pupils.map((pupil, i) => ({ ...pupil, sheet: DEMO_SHEET, row: FIRST_PUPIL_ROW + i }));
  return { rows, cast: CAST };
}
