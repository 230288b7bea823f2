/** What stands below 「孩子的信息怎么管」 for the school's privacy officer; empty for who is not. */
export function officerFact(openRequests: number | null): string {
  if (openRequests === null) return '';
  return openRequests > 0 ? `${openRequests} 家在等学校回话` : '家里同意什么、谁看过、留多久';
}
