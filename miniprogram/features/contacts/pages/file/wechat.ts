import type { Input } from '../../../../shared/contract';
import { REVOKE_REASONS } from '../../../../shared/text/files';
import type { MemberRow } from './view';

type Revoking = Input<'accounts.revoke'>['why'];

/** What may have become of a WeChat that is bound: another one takes its place, or it is let go and nothing more. */
export const HAPPENED: readonly { readonly why: Revoking | null; readonly label: string }[] = [
  { why: null, label: '换了微信，给新的邀请码' },
  ...(Object.entries(REVOKE_REASONS) as [Revoking, string][]).map(([why, label]) => ({ why, label })),
];

/** What is asked before a WeChat that is bound is replaced. */
export const rebinding = ({ who }: MemberRow) => ({
  title: `${who}换了微信？`,
  text: '给了新的邀请码，原来的微信马上就看不到孩子了。',
  yes: '给新的码',
});

/** What is asked before it is let go. */
export const revoking = ({ who }: MemberRow) => ({
  title: `断开${who}的微信？`,
  text: '那个微信马上就看不到孩子了，没用过的邀请码也不能再用。以后要用，再给新的邀请码。',
  yes: '断开',
});
