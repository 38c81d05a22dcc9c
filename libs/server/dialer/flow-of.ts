import { fillIn, PlaceholderValues } from '@belltower/dto';
import { Prompt } from '@belltower/telephony';
import { CallFlow } from './call-flow';
import { Script } from './script';

/** Claimed together, calls that say the same to everybody share what they say. */
const shared = new WeakMap<Script, CallFlow>();

/** The course of one call: what the campaign said when it was claimed, filled in for whom it reaches. */
export function flowOf(script: Script, values: PlaceholderValues | null): CallFlow {
  if (values) return filledIn(script, values);
  const known = shared.get(script) ?? filledIn(script, {});
  shared.set(script, known);
  return known;
}

function filledIn(script: Script, values: PlaceholderValues): CallFlow {
  const { accountId, language, optOutKey, repeatKey, transferKey, transferNumber } = script;
  /** The recording, where there is one, else the text. */
  const say = (text: string | null, audioId?: number | null): Prompt | null => {
    if (audioId) return { kind: 'audio', accountId, audioId };
    const filled = fillIn(text ?? '', values);
    return filled ? { kind: 'text', text: filled, language } : null;
  };
  const recordPrompt = say(script.recordPrompt, script.recordAudioId);
  return {
    message: say(script.message, script.audioId),
    questions: script.questions.flatMap((question) => {
      const { name, answers, repeats, waitSeconds } = question;
      const prompt = say(question.text, question.audioId);
      // A question of which nothing is left cannot be answered.
      if (!prompt) return [];
      const keys = answers.map(({ key }) => key);
      return [{ name, prompt, keys, repeats: repeats ?? 0, waitSeconds: waitSeconds ?? 0 }];
    }),
    recording: recordPrompt && { prompt: recordPrompt, maxSeconds: script.recordSeconds },
    goodbye: say(script.goodbye, script.goodbyeAudioId),
    optOutKey,
    optOutConfirmation: say(script.optOutConfirmation, script.optOutAudioId),
    repeatKey,
    transfer: transferKey && transferNumber ? { key: transferKey, number: transferNumber } : null,
  };
}
