/**
 * What needs the yes of a legal guardian (PIPL 29, 31; 儿童个人信息网络保护规定 9), purpose by purpose. What a school does by its duty in law
 * (files, the weekly ledger, notices, calls) is told to families and not asked here.
 */
export const PURPOSES = ['photos', 'publicity', 'partners', 'counselling', 'transfer'] as const;
export type Purpose = (typeof PURPOSES)[number];

export const ANSWERS = ['given', 'refused', 'withdrawn'] as const;
export type ConsentAnswer = (typeof ANSWERS)[number];

/** What the answers of a child's legal guardians come to. */
export type ConsentState = 'given' | 'refused' | 'unasked';

/**
 * One no is a no: whoever of the legal guardians refused or took back stands against the others' yes (民法典 1034, 1035; where guardians
 * disagree, the narrower counts).
 */
export function consentOf(answers: readonly ConsentAnswer[]): ConsentState {
  if (answers.some((answer) => answer !== 'given')) return 'refused';
  return answers.length > 0 ? 'given' : 'unasked';
}

/** May be done only with a yes; silence is none. */
export const isAgreed = (state: ConsentState): boolean => state === 'given';

/** Whether an adult is a legal guardian of a child as the file has it today. */
export const isGuardianOf = (
  studentId: string,
  { children }: { readonly children: readonly { readonly studentId: string; readonly legalGuardian: boolean }[] },
): boolean => children.some((link) => link.studentId === studentId && link.legalGuardian);

interface Answer {
  readonly memberId: string;
  readonly purpose: Purpose;
  readonly answer: ConsentAnswer;
}

/** What a child's answers come to for a purpose. Only those count that are legal guardians still: who was one has no say any more. */
export const stateOf = (purpose: Purpose, answers: readonly Answer[], guardianIds: ReadonlySet<string>): ConsentState =>
  consentOf(
    answers.filter((one) => one.purpose === purpose && guardianIds.has(one.memberId)).map(({ answer }) => answer),
  );

/** What is written down: a no after a yes takes the yes back. */
export const answerAfter = (before: ConsentAnswer | undefined, said: 'given' | 'refused'): ConsentAnswer =>
  said === 'refused' && (before === 'given' || before === 'withdrawn') ? 'withdrawn' : said;
