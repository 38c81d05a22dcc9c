/** What a reply asks for, where it asks for anything that is done by itself. */
export enum ReplyMeaning {
  /** To be sent no more. */
  Stop = 'stop',
  /** To be sent again. */
  Start = 'start',
}

/** Words that are understood, in any case, with any accents and punctuation. */
export interface ReplyWords {
  stop: readonly string[];
  start: readonly string[];
}

/** Words that people and operators use for it, by language. */
export const REPLY_WORDS: ReplyWords = {
  stop: [
    // English, and what networks of North America understand themselves
    ...['stop', 'stopall', 'stop all', 'unsubscribe', 'cancel', 'end', 'quit', 'revoke'],
    ...['opt out', 'remove', 'remove me'],
    // German, Dutch, Scandinavian, Finnish
    ...['stopp', 'abmelden', 'abbestellen', 'afmelden', 'uitschrijven', 'afmeld', 'avsluta'],
    ...['avregistrera', 'avslutt', 'lopeta'],
    // French, Spanish, Catalan, Portuguese, Italian, Romanian
    ...['arret', 'arrêter', 'désabonner', 'désinscription', 'baja', 'alto', 'parar', 'cancelar'],
    ...['darse de baja', 'baixa', 'sair', 'remover', 'annulla', 'cancella', 'disiscrivi'],
    ...['dezabonare', 'dezabonează'],
    // Polish, Czech, Slovak, Hungarian, Turkish, Greek
    ...['rezygnuję', 'wypisz', 'odhlásit', 'odhlásiť', 'leiratkozás', 'iptal', 'ret', 'dur'],
    ...['στοπ', 'διαγραφή'],
    // Russian, Ukrainian, Bulgarian
    ...['стоп', 'отписаться', 'отписка', 'відписатися', 'отказ'],
    // Arabic, Hebrew, Hindi, Chinese, Japanese, Korean, Indonesian, Vietnamese
    ...['توقف', 'إيقاف', 'إلغاء', 'הסר', 'הסרה', 'बंद', 'रोकें', '退订', '退訂', 'td', '停止'],
    ...['配信停止', '수신거부', '중지', 'berhenti', 'từ chối', 'huỷ'],
  ],
  start: [
    ...['start', 'unstop', 'subscribe', 'opt in', 'resume', 'anmelden', 'aanmelden', 'tilmeld'],
    ...['alta', 'empezar', 'iniciar', 'reprendre', 'réabonner', 'iscrivi', 'başla', 'старт'],
    ...['подписаться', 'підписатися', 'ابدأ', 'اشترك', 'הצטרף', 'शुरू', '订阅', '訂閱', '再開'],
    ...['수신동의', 'mulai'],
  ],
};

/** Said besides out of politeness, or to say what is to stop; without them the reply is the word alone. */
const BESIDES = new Set(
  [
    ...['please', 'pls', 'plz', 'thanks', 'thank you', 'thx', 'now', 'sms', 'text', 'texts', 'it'],
    ...['texting', 'texting me', 'messages', 'messaging', 'messaging me', 'this', 'sending'],
    ...['bitte', 'danke', 'sofort', 'svp', 'merci', 'maintenant', 'por favor', 'gracias'],
    ...['obrigado', 'obrigada', 'ya', 'per favore', 'grazie', 'alstublieft', 'aub', 'proszę'],
    ...['lütfen', 'пожалуйста', 'спасибо', 'будь ласка'],
  ].flatMap((words) => tokensOf(words)),
);
/** Longest reply that may be a word and what is said besides, in characters. */
const LONGEST = 80;

/**
 * What a reply asks for: null where it is to be read by a person. The whole reply has to say it, because “Stop by at
 * five” is no wish to be left alone. A word that is in both lists is taken for stop.
 */
export function meaningOfReply(text: string, words: ReplyWords = REPLY_WORDS): ReplyMeaning | null {
  if (text.length > LONGEST) return null;
  const known = knownOf(words);
  const tokens = tokensOf(text);
  const essence = tokens.filter((token) => !BESIDES.has(token));
  for (const said of [tokens, essence, [...new Set(essence)]]) {
    const together = said.join('');
    if (known.stop.has(together)) return ReplyMeaning.Stop;
    if (known.start.has(together)) return ReplyMeaning.Start;
  }
  return null;
}

/** Lists of words as they are compared, made once for each. */
const knownLists = new WeakMap<ReplyWords, Record<ReplyMeaning, Set<string>>>();

function knownOf(words: ReplyWords): Record<ReplyMeaning, Set<string>> {
  let known = knownLists.get(words);
  if (!known) {
    const setOf = (list: readonly string[]) =>
      new Set(list.map((word) => tokensOf(word).join('')).filter(Boolean));
    known = { stop: setOf(words.stop), start: setOf(words.start) };
    knownLists.set(words, known);
  }
  return known;
}

/** Letters and digits alone, without case, accents and invisible characters, cut where anything else stands. */
function tokensOf(text: string): string[] {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]+/gu, '')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}
