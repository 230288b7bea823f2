/** What may be wrong with a school's files (C1): gaps, contradictions, and children whom the law worries about. */
export const CHECKS = [
  // 未保法 21
  'under8_alone',
  'under16_alone',
  // Parts that do not add up (表间勾稽).
  'id_digit',
  'id_birth',
  'id_sex',
  'same_id',
  'same_person',
  'over_age',
  'delegated_without_person',
  'left_behind_without_caregiver',
  'no_legal_guardian',
  'nobody_may_contact',
  // Telephones.
  'shared_phone',
  'silent_phone',
  'no_phone',
] as const;
export type Check = (typeof CHECKS)[number];
