/**
 * Every failure that a person may meet. `retry` says whether the same request may simply be sent again.
 * A new code needs its sentence in `text/zh.ts`, else nothing compiles.
 */
export const errorCatalogue = {
  'network.offline': { retry: true }, // told by the client itself: no answer came
  'phone.full': { retry: false }, // told by the client itself: this phone has no room for it
  'phone.file-gone': { retry: false }, // told by the client itself: a photo or voice that was to be sent is not on the phone any more
  'network.server': { retry: true }, // told by the client itself: the function did not run
  'system.internal': { retry: false }, // what nobody foresaw; logged with a trace id
  'system.busy': { retry: true }, // a write conflict that outlived all retries
  'system.version': { retry: false }, // the client asks for a method that is not there
  'input.invalid': { retry: false }, // details: field, rule
  'auth.unbound': { retry: false }, // the WeChat user is bound to nobody
  'auth.forbidden': { retry: false }, // the role may not do this at all
  'auth.off-duty': { retry: false }, // a duty permission on a day without duty
  'common.not-found': { retry: false }, // not there, or not yours: the same answer
  'common.stale': { retry: false }, // somebody else changed it meanwhile
  'content.risky': { retry: false }, // WeChat's content check refused the text
  'accounts.code-wrong': { retry: false }, // details: left (tries left today)
  'accounts.code-used': { retry: false },
  'accounts.code-expired': { retry: false },
  'accounts.too-many-tries': { retry: false },
  'accounts.already-bound': { retry: false }, // this person is bound to another WeChat already
  'accounts.phone-unknown': { retry: false }, // no such number with a child of that name, or WeChat's code is over: one answer
  'accounts.phone-refused': { retry: false }, // the user did not let WeChat tell the number
  'staff.class-taken': { retry: false }, // the class has a head teacher: hand it over. details: className
  'staff.still-needed': { retry: false }, // details: classes, duty
  'staff.last-admin': { retry: false }, // nobody would be left to run the school
  'contacts.unreadable': { retry: false }, // a value cannot be what the field says. details: field (FieldKey), rule
  'contacts.disqualified': { retry: false }, // the law does not let this person be given the care
  'contacts.needs-reason': { retry: false }, // a right was changed without saying why
  'contacts.member-known': { retry: false }, // this adult is on the child's file already
  'contacts.family-full': { retry: false }, // more adults around one child than a file shows
  'contacts.barred-stays': { retry: false }, // off the file nobody would know of the court's order
  'contacts.last-guardian': { retry: false }, // a child needs a legal guardian or somebody who cares for it
  'contacts.answered': { retry: false }, // the proposal was answered or taken back already
  'contacts.nothing-to-export': { retry: false },
  'privacy.not-guardian': { retry: false }, // only a legal guardian of the child may answer or ask
  'privacy.answered': { retry: false },
  'privacy.not-agreed': { retry: false }, // details: purpose: no legal guardian has agreed, or one has refused
  'handover.blocked': { retry: false }, // open tasks, clashes or children left out. details: count
  'handover.unsigned': { retry: false }, // details: count
  'handover.other-open': { retry: false }, // another plan of the school waits for signatures
  'handover.wrong-state': { retry: false }, // details: status
  'handover.too-late': { retry: false }, // more than a week ago
  'transfer.code-wrong': { retry: false },
  'transfer.taken': { retry: false }, // another school has the child's file by now
  'transfer.still-here': { retry: false }, // the child did not leave, or came back
  'roster.stale': { retry: false }, // files changed since the dry run: look again
  'roster.too-late': { retry: false }, // more than a week ago, or a later import stands on it
  'roster.unreadable': { retry: false }, // details: problem (see RosterProblem)
  'roster.has-errors': { retry: false }, // details: count
  'roster.changed': { retry: false }, // the file differs from the one previewed
  'booking.slot-taken': { retry: false }, // details: alternatives (SlotOffer[])
  'booking.slot-gone': { retry: false }, // the school does not offer it any more, or it is too late
  'booking.quota-used': { retry: false }, // details: weekOf, quota
  'booking.child-busy': { retry: false }, // the child has a call at that time
  'booking.adult-busy': { retry: false }, // the adult has a call at that time
  'booking.too-late': { retry: false }, // cancelling after the call began
  'booking.not-open': { retry: false }, // the week's family times are not laid out yet; details: opensAt
  'booking.offer-over': { retry: false }, // the offer lapsed before it was answered
  'booking.nothing-to-wait-for': { retry: false }, // a week that is over, or in which the child has its call
  'calls.next-taken': { retry: false }, // no room to run over: somebody has the time after it
  'calls.not-yet': { retry: false }, // the room of an in-app call is not open now
  'calls.unavailable': { retry: false }, // WeChat did not sign the in-app call; the desk takes the next channel
  'desk.no-slips': { retry: false }, // no call on that day
  'duty.not-yours': { retry: false }, // the asker has no duty on that day, or the other none in return
  'duty.settled': { retry: false }, // the swap was answered or withdrawn already
  'calls.wrong-state': { retry: false }, // details: status
  'calls.no-right': { retry: false }, // the adult may not be in contact with the child any more
  'notices.no-recipients': { retry: false },
  'notices.nothing-to-hear': { retry: false },
  'notices.over': { retry: false }, // taken back or corrected: nothing more can be done with it
  'notices.answer-closed': { retry: false }, // the day by which it was asked for is over: what was chosen stays
  'notices.left': { retry: false }, // it is out already: one may recall or correct it
  'notices.not-left': { retry: false }, // nobody has it yet
  'notices.nudged-enough': { retry: false },
  'notices.nudge-later': { retry: false }, // details: from (ms)
  'notices.nobody-to-nudge': { retry: false },
  'notices.slip-unknown': { retry: false },
  'notices.no-slips': { retry: false },
  'notices.groups-full': { retry: false },
  'records.empty-book': { retry: false }, // nothing of these days is shared with the family
  'pairing.unchecked': { retry: false }, // no background check of this volunteer holds today
  'pairing.enough': { retry: false }, // pupils: details: who ('full': the child has its helpers, 'busy': the helper helps enough), name
  'records.too-many': { retry: false }, // more children than one record is about. details: count, most
  'records.wrong-kind': { retry: false }, // the kind is not about these children, or not the caller's to write
  'letters.too-many': { retry: false }, // more letters a day to one child than anybody writes
  'letters.secret-set': { retry: false }, // the child has chosen its pictures before
  'letters.secret-first': { retry: false }, // the first choice is open only while the desk sent the child, or its call runs or just ended
  'letters.secret-wrong': { retry: false }, // details: left (tries left today)
  'letters.secret-locked': { retry: false },
  'letters.opened': { retry: false }, // too late to take it back
  'letters.closed': { retry: false }, // its reader's secret was made anew; details: until (instant)
  'records.day-in-future': { retry: false },
  'ledger.reminded-today': { retry: false },
} as const;

export type ErrorCode = keyof typeof errorCatalogue;

/** Facts that go with a code: plain JSON, never a name or number of a person. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/** A failure with a code. Everything else that is thrown is a fault of ours. */
export class AppError extends Error {
  override readonly name = 'AppError';
  constructor(
    readonly code: ErrorCode,
    readonly details: ErrorDetails = {},
  ) {
    super(code);
  }
}
