export const LETTER_WAYS = ['text', 'voice', 'both', 'paper'] as const;
/** `checking`: WeChat's check of the voice is under way; `held`: it was not let through; `waiting`: for its reader. */
export const LETTER_STATES = ['checking', 'held', 'waiting', 'opened', 'taken_back', 'reported'] as const;
export type LetterState = (typeof LETTER_STATES)[number];
export const REPORT_REASONS = ['scared', 'rude', 'money', 'stranger', 'other'] as const;
export type ReportReason = (typeof REPORT_REASONS)[number];
/** The pictures of a child's secret, by their number. */
export const PICTURES = [
  '猫',
  '狗',
  '兔子',
  '鸭子',
  '太阳',
  '月亮',
  '花',
  '树',
  '苹果',
  '雨伞',
  '自行车',
  '房子',
] as const;
