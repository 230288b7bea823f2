import type { Output } from '../../../../shared/contract';
import { spokenRelation } from '../../../../shared/text/names';
import type { Fact } from '../../typed';

type File = Output<'contacts.file'>;
type Member = File['members'][number];

export interface MemberHead {
  readonly name: string;
  /** 「三(2)班 林小雨的妈妈」 */
  readonly about: string;
  readonly mayRights: boolean;
  readonly mayRemove: boolean;
}

export const memberHead = ({ name, className, may }: File, member: Member | undefined): MemberHead => ({
  name: member ? member.name : '加一位家人',
  about: member ? `${className} ${name}的${spokenRelation(member.relation)}` : `${className} ${name}`,
  mayRights: may.rights,
  // With a legal guardian, or one whose contact ended, a right would go: that is the office's.
  mayRemove: member !== undefined && may.edit && (may.rights || (member.mayContact && !member.legalGuardian)),
});

/** All facts of an adult, those between it and the child too. */
export const factsOf = ({ personId, fields }: Member): Fact[] =>
  fields.map((field) => ({ ...field, subject: personId }));
