import type { Delivery, PageCode, Persona } from '../ports';

/** A device with WeChat on it. */
export type SmartDevice = Exclude<Persona['device'], 'plain'>;

/** What the gateway writes into the page of a phone: whose it is, and what the world is like at the start. */
export interface PhoneConfig {
  readonly persona: Pick<Persona, 'key' | 'title' | 'phoneNumber'> & { readonly device: SmartDevice };
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
  readonly launchWay: EntryWay;
}

/** A card that somebody sent from a page. `picture` is a data URL; a picture alone (`showShareImageMenu`) opens nothing. */
export interface SharedCard {
  readonly title: string;
  readonly path?: string;
  readonly picture?: string;
}

/** A card in the class's group, and when it came (local-clock ms). */
export interface GroupMessage extends SharedCard {
  readonly id: string;
  readonly at: number;
  /** 例: 班主任 */
  readonly from: string;
}

/** What a scanned code opens, as WeChat does it: the page gets `scene` as it stands in the code. */
export const pageOfCode = ({ page, scene }: Pick<PageCode, 'page' | 'scene'>): string =>
  `${page}?scene=${encodeURIComponent(scene)}`;

/** What the gateway tells all listeners as it happens. */
export type GatewayEvent =
  | { readonly kind: 'clock'; readonly offset: number }
  | { readonly kind: 'delivery'; readonly delivery: Delivery }
  | { readonly kind: 'group'; readonly message: GroupMessage };

/** How somebody came to a page. */
export type EntryWay = 'message' | 'sms' | 'group' | 'scan';

/** What the shell tells a phone in its frame. */
export type ShellMessage =
  | { readonly kind: 'clock'; readonly offset: number }
  | { readonly kind: 'network'; readonly online: boolean }
  | { readonly kind: 'open'; readonly page: string; readonly from: EntryWay }
  | { readonly kind: 'scan' };

/** What a phone says to the shell: it is up, and hears what it is told from now on. */
export const PHONE_UP = 'phone-up';
