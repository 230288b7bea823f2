export const LETTER_WAYS = ['text', 'voice', 'both', 'paper'] as const;
/** `checking`: WeChat's check of the voice is under way; `held`: it was not let through; `waiting`: for its reader. */
export const LETTER_STATES = ['checking', 'held', 'waiting', 'opened', 'taken_back', 'reported'] as const;
export type LetterState = (typeof LETTER_STATES)[number];
export const REPORT_REASONS = ['scared', 'rude', 'money', 'stranger', 'other'] as const;
export type ReportReason = (typeof REPORT_REASONS)[number];
/** The pictures of a child's secret, by their number: the drawing and what a child calls it. */
export const PICTURES = [
  { drawing: 'cat', name: '猫' },
  { drawing: 'dog', name: '狗' },
  { drawing: 'fish', name: '鱼' },
  { drawing: 'apple', name: '苹果' },
  { drawing: 'cherry', name: '樱桃' },
  { drawing: 'mushroom', name: '蘑菇' },
  { drawing: 'sun', name: '太阳' },
  { drawing: 'moon', name: '月亮' },
  { drawing: 'star', name: '星星' },
  { drawing: 'guitar', name: '吉他' },
  { drawing: 'rocket', name: '火箭' },
  { drawing: 'home', name: '房子' },
] as const;
