import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import * as v from 'valibot';
import type { Persona } from '../../ports';
import type { GatewayContext } from '../gateway';
import type { VoipLetter, VoipMember, VoipMessage, VoipRefusal, VoipSignal } from '../voip';
import { HttpError, readJson, sendJson } from './http';

/** WeChat's limit. */
const MAX_MEMBERS = 10;

const joinSchema = v.object({
  groupId: v.string(),
  nonceStr: v.string(),
  timeStamp: v.number(),
  signature: v.string(),
  video: v.boolean(),
});
const letterSchema = v.object({
  to: v.string(),
  signal: v.object({ type: v.picklist(['offer', 'answer']), sdp: v.string() }),
});

/** As phones reported it: −1000 is any fault of the system, the text says which. */
const refusal = (code: number, reason: string): VoipRefusal => ({
  error: {
    errCode: -1000,
    errMsg: `-10088, ${code}, join room failed. errType: ${code}, errCode: ${code}, errMsg: ${reason}, 0`,
  },
});
const BAD_SIGNATURE = refusal(-12020, 'invalid signature');
/** The limit is WeChat's, this text and number are not. */
const ROOM_FULL = refusal(-1, 'room is full');

interface Member extends VoipMember {
  readonly groupId: string;
  /** Lines of `VoipMessage`; the member is gone once it closes. */
  readonly stream: Writable;
}

/** Who is in which in-app call; hands on what brings their phones together. A user is in one call, with one phone. */
export class VoipRooms {
  /** By openid, in the order of joining. */
  readonly #members = new Map<string, Member>();

  isFull(groupId: string, openid: string): boolean {
    return this.#in(groupId).filter((member) => member.openid !== openid).length >= MAX_MEMBERS;
  }

  /** The phone is in the call as long as `stream` is open. A user's earlier phone falls out of its call. */
  join(member: Member): void {
    const { openid, stream } = member;
    this.#leave(this.#members.get(openid));
    this.#members.set(openid, member);
    stream.on('close', () => this.#leave(member));
    this.#announce(member.groupId);
  }

  /** Hands a signal to somebody in the same call. */
  signal(from: string, { to, signal }: VoipLetter): void {
    const [sender, receiver] = [this.#members.get(from), this.#members.get(to)];
    if (sender === undefined || receiver?.groupId !== sender.groupId) throw new HttpError(409, 'not in the same call');
    tell(receiver, { kind: 'signal', from, signal: signal satisfies VoipSignal });
  }

  close(): void {
    for (const { stream } of this.#members.values()) stream.end();
  }

  #leave(member: Member | undefined): void {
    if (member === undefined || this.#members.get(member.openid) !== member) return;
    this.#members.delete(member.openid);
    member.stream.end();
    this.#announce(member.groupId);
  }

  #announce(groupId: string): void {
    const here = this.#in(groupId);
    const members = here.map(({ openid, video }) => ({ openid, video }));
    for (const member of here) tell(member, { kind: 'members', self: member.openid, members });
  }

  #in(groupId: string): Member[] {
    return [...this.#members.values()].filter((member) => member.groupId === groupId);
  }
}

const tell = ({ stream }: Member, message: VoipMessage): void => void stream.write(`${JSON.stringify(message)}\n`);

/** `voip-join`: lets a phone into a call when WeChat's side accepts its signature. */
export async function joinVoip(
  { wechat, voip }: GatewayContext,
  { openid }: Persona,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { video, ...ticket } = parse(joinSchema, await readJson(request));
  if (!wechat.acceptsVoip(openid, ticket)) return sendJson(response, BAD_SIGNATURE);
  if (voip.isFull(ticket.groupId, openid)) return sendJson(response, ROOM_FULL);
  response.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
  voip.join({ openid, video, groupId: ticket.groupId, stream: response });
}

/** `voip-signal` */
export async function signalVoip({ voip }: GatewayContext, { openid }: Persona, request: IncomingMessage) {
  voip.signal(openid, parse(letterSchema, await readJson(request)));
  return {};
}

function parse<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
  const parsed = v.safeParse(schema, value);
  if (!parsed.success) throw new HttpError(400, v.summarize(parsed.issues));
  return parsed.output;
}
