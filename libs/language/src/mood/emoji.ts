const weights: readonly [number, string][] = [
  [-3, '😡 🤬 👎 🖕 💩 🤮 🤢 😤 😠 👿'],
  [-1.8, '😞 😔 😟 🙁 ☹ 😢 😭 😩 😫 😖 😣 💔 🙄 😒 😕 😑 🤦 🤯 😓 😰 :( :-( =( :/ :-/ :\'( ='],
  [1.6, '🙂 😊 😀 😃 😄 😁 😉 ☺ 👍 👌 🙏 🌞 🌸 🌹 💐 ✅ 🎉 🤗 😇 😎 :) :-) =) :D :-D =D ;) ;-) xD XD ^^ :p :P'],
  [2.4, '❤ 😍 🥰 😘 💕 💖 💗 💙 💚 💛 💜 🧡 🤩 🥳 ⭐ 🌟 💯 💪 🔥 <3 :*'],
];

const known = new Map<string, number>();
for (const [weight, list] of weights) for (const one of list.split(' ')) known.set(one, weight);
/** Clapping is praise for a good turn and mockery for a bad one. */
export const MOCKING = new Set(['👏', '🙃', '😂', '🤡', '🤣']);

/** Emoticons repeat their mouth: ":)))" is ":)". */
export function emojiWeight(emoji: string): number {
  const plain = emoji.replace(/([)(DPp/|*])\1+$/, '$1').replace(/^x+D+$/, 'xD');
  return known.get(plain) ?? 0;
}
