import { atDoor } from '../../../services/at-door';
import { go } from '../../../services/routes';
import { currentMembership } from '../../../services/session';
import type { CadenceName } from '../../../shared/contract';
import { kindFor } from '../../../shared/domain/record-kinds';

/** Opens what answers a due row (`studentId:cadenceId`): the page to write, with the child and the right kind; works without a network. */
export function writeFor(key: string, { cadences }: { readonly cadences: readonly CadenceName[] }): void {
  const [studentId = '', cadenceId = ''] = key.split(':');
  const cadence = cadences.find(({ id }) => id === cadenceId);
  const set = atDoor().kinds as Parameters<typeof kindFor>[1];
  go('writeVisit', { studentId, kind: cadence ? kindFor(cadence, set, currentMembership()?.role) : '' });
}
