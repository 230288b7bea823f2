import type { Delivery, Persona } from '../../ports';
import type { GatewayEvent, GroupMessage } from '../phone-config';

/** What the gateway tells the shell at its start. */
export interface ShellState {
  readonly personas: readonly Persona[];
  /** Newest first. */
  readonly deliveries: readonly Delivery[];
  /** Cards in the class's group, newest first. */
  readonly group: readonly GroupMessage[];
  /** Keys of those who switched off all messages. */
  readonly refusing: readonly string[];
  /** WeChat's side answers nobody. */
  readonly silent: boolean;
  readonly clockOffset: number;
  readonly canReset: boolean;
}

export async function loadState(): Promise<ShellState> {
  const response = await fetch('/api/state');
  return (await response.json()) as ShellState;
}

/** Moves the local clock to a time, in ms since the epoch. */
export const moveClock = (at: number): Promise<Response> => send('clock', { at });

/** Cuts the cloud off from WeChat, or connects it again. */
export const setSilent = (on: boolean): Promise<Response> => send('silence', { on });

/** The main switch for messages on somebody's phone. */
export const setMessagesOn = (key: string, on: boolean): Promise<Response> => send('messages', { key, on });

export const resetWorld = (): Promise<Response> => send('reset', {});

const send = (endpoint: string, body: object): Promise<Response> =>
  fetch(`/api/${endpoint}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Follows what happens; the browser reconnects by itself. */
export function listen(listener: (event: GatewayEvent) => void): void {
  const events = new EventSource('/api/events');
  events.onmessage = ({ data }) => listener(JSON.parse(data as string) as GatewayEvent);
}
