import { PassThrough } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { VoipRooms } from '../../local/browser/gateway/voip';
import type { VoipMessage } from '../../local/browser/voip';

const OFFER = { type: 'offer', sdp: 'v=0' } as const;

/** Somebody in a room, and what they were told. */
function enter(rooms: VoipRooms, openid: string, groupId: string) {
  const stream = new PassThrough();
  const told: VoipMessage[] = [];
  stream.on('data', (line: Buffer) => told.push(JSON.parse(line.toString()) as VoipMessage));
  rooms.join({ openid, groupId, video: false, stream });
  const last = () => told.at(-1);
  const here = () => {
    const message = told.findLast(({ kind }) => kind === 'members');
    return message?.kind === 'members' ? message.members.map((member) => member.openid) : [];
  };
  return { stream, last, here };
}

describe('rooms of in-app calls', () => {
  it('hold ten; one of them may come back', () => {
    const rooms = new VoipRooms();
    for (let index = 0; index < 10; index++) enter(rooms, `o${index}`, 'full');
    expect(rooms.isFull('full', 'o10')).toBe(true);
    expect(rooms.isFull('full', 'o9')).toBe(false);
    expect(rooms.isFull('other', 'o10')).toBe(false);
  });

  it('tell those who are in them, and nobody else', async () => {
    const rooms = new VoipRooms();
    const father = enter(rooms, 'father', 'a');
    const grandma = enter(rooms, 'grandma', 'a');
    const stranger = enter(rooms, 'stranger', 'b');
    await vi.waitFor(() => expect(father.here()).toEqual(['father', 'grandma']));
    expect(stranger.here()).toEqual(['stranger']);
    rooms.signal('grandma', { to: 'father', signal: OFFER });
    await vi.waitFor(() => expect(father.last()).toEqual({ kind: 'signal', from: 'grandma', signal: OFFER }));
    expect(() => rooms.signal('stranger', { to: 'father', signal: OFFER })).toThrow('not in the same call');
    expect(() => rooms.signal('nobody', { to: 'father', signal: OFFER })).toThrow('not in the same call');
    grandma.stream.destroy();
    await vi.waitFor(() => expect(father.here()).toEqual(['father']));
  });

  it('a second phone of the same person takes the place of the first', async () => {
    const rooms = new VoipRooms();
    const father = enter(rooms, 'father', 'a');
    const first = enter(rooms, 'grandma', 'a');
    const second = enter(rooms, 'grandma', 'a');
    await vi.waitFor(() => expect(first.stream.writableEnded).toBe(true));
    await vi.waitFor(() => expect(father.here()).toEqual(['father', 'grandma']));
    expect(second.stream.writableEnded).toBe(false);
  });
});
