import fc from 'fast-check';
import { meaningOfReply, REPLY_WORDS, ReplyMeaning } from './reply-words';

const { Stop, Start } = ReplyMeaning;

describe('what a reply asks for', () => {
  it.each([
    ['STOP', Stop],
    ['stop', Stop],
    [' Stop. ', Stop],
    ['STOP!!!', Stop],
    ['“Stop”', Stop],
    ['s.t.o.p', Stop],
    ['Stop stop stop', Stop],
    ['Please stop', Stop],
    ['stop texting me please', Stop],
    ['ＳＴＯＰ', Stop],
    ['ST\u200bOP', Stop],
    ['stop 🛑', Stop],
    ['Opt-Out', Stop],
    ['optout', Stop],
    ['ARRÊT', Stop],
    ['Arret svp', Stop],
    ['Désabonner', Stop],
    ['BAJA, por favor', Stop],
    ['İPTAL', Stop],
    ['СТОП!', Stop],
    ['ΔΙΑΓΡΑΦΗ', Stop],
    ['הסר', Stop],
    ['إيقاف', Stop],
    ['退订', Stop],
    ['수신거부', Stop],
    ['Start', Start],
    ['UNSTOP.', Start],
    ['alta', Start],
    ['Stop by at five, please', null],
    ['Do not stop', null],
    ['end of the month is fine', null],
    ['Yes', null],
    ['', null],
    ['please', null],
    ['!!!', null],
  ])('%s: %s', (text, meaning) => {
    expect(meaningOfReply(text)).toBe(meaning);
  });

  it('is known by words of one’s own, and by them alone', () => {
    const words = { stop: ['Keine Post mehr'], start: ['Weiter'] };
    expect(meaningOfReply('keine  POST mehr!', words)).toBe(Stop);
    expect(meaningOfReply('weiter', words)).toBe(Start);
    expect(meaningOfReply('stop', words)).toBeNull();
  });

  it('is understood for every word, whatever case and punctuation it comes in', () => {
    const around = fc.string({
      unit: fc.constantFrom(' ', '.', '!', '"', '\n', '-'),
      maxLength: 5,
    });
    const cased = fc.constantFrom(
      (word: string) => word.toUpperCase(),
      (word: string) => word.toLowerCase(),
      (word: string) => word.normalize('NFD'),
    );
    for (const [words, meaning] of [
      [REPLY_WORDS.stop, Stop],
      [REPLY_WORDS.start, Start],
    ] as const)
      fc.assert(
        fc.property(fc.constantFrom(...words), cased, around, around, (word, as, before, after) =>
          expect(meaningOfReply(before + as(word) + after)).toBe(meaning),
        ),
      );
  });

  it('takes any text without failing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        meaningOfReply(text);
      }),
    );
  });
});
