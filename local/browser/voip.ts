import type { SignedVoipTicket } from '../ports';

/** What phones in a call and the gateway say to each other. Sound and pictures go from phone to phone, not through it. */

/** `POST voip-join`: answered by a stream of `VoipMessage`, one JSON a line. The phone is in the call while it reads. */
export interface VoipJoin extends SignedVoipTicket {
  /** Whether this phone shows pictures of itself. */
  readonly video: boolean;
}

export interface VoipMember {
  readonly openid: string;
  readonly video: boolean;
}

/** Half of a WebRTC handshake with all candidates in it. Who comes later offers. */
export interface VoipSignal {
  readonly type: 'offer' | 'answer';
  readonly sdp: string;
}

/** `POST voip-signal` */
export interface VoipLetter {
  readonly to: string;
  readonly signal: VoipSignal;
}

export type VoipMessage =
  /** All who are in the call, `self` too, in the order of joining. The first message, and again at each change. */
  | { readonly kind: 'members'; readonly self: string; readonly members: readonly VoipMember[] }
  | { readonly kind: 'signal'; readonly from: string; readonly signal: VoipSignal };

/** Why a phone was not let in, as `wx.joinVoIPChat` reports it. */
export interface VoipRefusal {
  readonly error: { readonly errCode: number; readonly errMsg: string };
}
