import type { MethodName } from '../../../miniprogram/shared/contract';
import type { DOCUMENT_METHODS } from '../../../miniprogram/shared/limits';
import { accountsHandlers } from '../accounts/handlers';
import { auditHandlers } from '../audit/handlers';
import { bookingHandlers } from '../booking/handlers';
import { cadenceHandlers } from '../cadence/handlers';
import { callsHandlers } from '../calls/handlers';
import { concernsHandlers } from '../concerns/handlers';
import { contactsHandlers } from '../contacts/handlers';
import { deskHandlers } from '../desk/handlers';
import { dutyHandlers } from '../duty/handlers';
import { familyTimeHandlers } from '../family-time/handlers';
import { handoverHandlers } from '../handover/handlers';
import { homeHandlers } from '../home/handlers';
import { ledgerHandlers } from '../ledger/handlers';
import { lettersHandlers } from '../letters/handlers';
import { noticesHandlers } from '../notices/handlers';
import { pairingHandlers } from '../pairing/handlers';
import { plansHandlers } from '../plans/handlers';
import { privacyHandlers } from '../privacy/handlers';
import { recordsHandlers } from '../records/handlers';
import { rosterPastHandlers } from '../roster/past';
import { schoolHandlers } from '../school/handlers';
import { staffHandlers } from '../staff/handlers';
import { statisticsHandlers } from '../statistics/handlers';
import { transferHandlers } from '../transfer/handlers';
import type { AllHandlers } from './serve';

type DocumentMethod = (typeof DOCUMENT_METHODS)[number];

/** What the function `api` serves: every method that is not about files in and out. A missing one does not compile. */
export const apiHandlers: Pick<AllHandlers, Exclude<MethodName, DocumentMethod>> = {
  ...handoverHandlers,
  ...homeHandlers,
  ...accountsHandlers,
  ...contactsHandlers,
  ...schoolHandlers,
  ...dutyHandlers,
  ...bookingHandlers,
  ...familyTimeHandlers,
  ...deskHandlers,
  ...callsHandlers,
  ...ledgerHandlers,
  ...noticesHandlers,
  ...recordsHandlers,
  ...cadenceHandlers,
  ...pairingHandlers,
  ...plansHandlers,
  ...concernsHandlers,
  ...lettersHandlers,
  ...privacyHandlers,
  ...auditHandlers,
  ...rosterPastHandlers,
  ...staffHandlers,
  ...transferHandlers,
  ...statisticsHandlers,
};
