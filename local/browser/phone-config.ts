import type { Delivery, Persona } from '../ports';

/** What the gateway writes into the page of a phone: whose it is, and what the world is like at the start. */
export interface PhoneConfig {
  readonly persona: Pick<Persona, 'key' | 'title' | 'device' | 'phoneNumber'>;
  /** 1–1.65; the persona's or the one asked for with `?fontScale=`. */
  readonly fontScale: number;
  /** How far the local clock is ahead of the machine's, in ms. */
  readonly clockOffset: number;
  /** Where the endpoints of this phone are, e.g. `/phone/father/api`. */
  readonly api: string;
  /** Another one when everything began anew: then what the phone had stored is gone as well. */
  readonly epoch: string;
  /** Page to open, with query, as a tap on a message does. */
  readonly launchPage?: string;
}

/** What the gateway tells all listeners as it happens. */
export type GatewayEvent =
  | { readonly kind: 'clock'; readonly offset: number }
  | { readonly kind: 'delivery'; readonly delivery: Delivery };

/** What the shell tells a phone in its frame. */
export type ShellMessage =
  | { readonly kind: 'clock'; readonly offset: number }
  | { readonly kind: 'network'; readonly online: boolean }
  | { readonly kind: 'open'; readonly page: string };
