import { Player, SILENCE } from './player';

const sound = (...bytes: number[]) => ({
  pcmu: Uint8Array.from(bytes),
  pcma: Uint8Array.from(bytes, (byte) => byte + 100),
});
/** The next packet of four samples behind a header of one byte, and whether it was the last. */
const next = (player: Player, codec: 'pcmu' | 'pcma' = 'pcmu') => {
  const bytes = new Uint8Array(5);
  const over = player.fill(bytes, 1, codec);
  return [[...bytes.subarray(1)], over];
};
const { pcmu: quiet } = SILENCE;

describe('what is played', () => {
  it('is silence, then all of it once, and silence', () => {
    const player = new Player();
    expect(next(player)).toEqual([[quiet, quiet, quiet, quiet], false]);
    player.begin(sound(1, 2, 3, 4, 5), false);
    expect(next(player)).toEqual([[1, 2, 3, 4], false]);
    expect(next(player)).toEqual([[5, quiet, quiet, quiet], true]);
    expect(next(player)).toEqual([[quiet, quiet, quiet, quiet], false]);
  });

  it('is over with the packet that its last sample fills', () => {
    const player = new Player();
    player.begin(sound(1, 2, 3, 4), false);
    expect(next(player)).toEqual([[1, 2, 3, 4], true]);
  });

  it('goes on where the codec changes, and begins anew where something else is played', () => {
    const player = new Player();
    player.begin(sound(1, 2, 3, 4, 5, 6), false);
    next(player);
    expect(next(player, 'pcma')).toEqual([[105, 106, SILENCE.pcma, SILENCE.pcma], true]);
    player.begin(sound(7, 8, 9, 10, 11), false);
    next(player);
    player.begin(sound(20, 21), false);
    expect(next(player)).toEqual([[20, 21, quiet, quiet], true]);
  });

  it('is a tone again and again until it is stopped', () => {
    const player = new Player();
    player.begin(sound(1, 2, 3), true);
    expect(next(player)).toEqual([[1, 2, 3, 1], false]);
    expect(next(player)).toEqual([[2, 3, 1, 2], false]);
    player.stop();
    expect(next(player)).toEqual([[quiet, quiet, quiet, quiet], false]);
  });

  it('is over at once where there is nothing', () => {
    const player = new Player();
    for (const again of [false, true]) {
      player.begin(sound(), again);
      expect(next(player)).toEqual([[quiet, quiet, quiet, quiet], true]);
    }
  });
});
