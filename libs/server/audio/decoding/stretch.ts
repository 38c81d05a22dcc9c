/** A piece of decoded sound. */
export interface Stretch {
  samplesPerSecond: number;
  /** One array of samples from -1 to 1 for each channel, all of one length. */
  channels: Float32Array[];
}

/** The sound of a file, piece by piece: whoever has enough stops asking. */
export type Stretches = Iterable<Stretch> | AsyncIterable<Stretch>;
