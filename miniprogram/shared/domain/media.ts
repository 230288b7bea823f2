/** How far the content check of a picture or a voice got. Only `shown` is for others; `held` stays unseen for good. */
export const MEDIA_STATES = ['checking', 'shown', 'held'] as const;
export type MediaState = (typeof MEDIA_STATES)[number];

/** Of two verdicts on one file the stricter counts, whichever came first. */
export const stricter = (known: MediaState, verdict: MediaState): MediaState => (known === 'held' ? known : verdict);
