/** An encrypted text (see crypto.ts). Only the vault makes one, so a plain phone number cannot be stored by mistake. */
export type Sealed = string & { readonly __sealed: unique symbol };

export interface Doc {
  readonly _id: string;
}

export interface SchoolDoc extends Doc {
  readonly schoolId: string;
}

/** Milliseconds since the epoch. */
export type Instant = number;
