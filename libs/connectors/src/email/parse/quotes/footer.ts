import type { BodyLine } from './lines';
import { isBlank } from './lines';

/** What gateways, scanners and list servers write below everything, in the languages in which they do. */
const disclaimer = /confidential|privileged|intended (?:solely|only|recipient|for the)|disclaimer|poufn|adresat|vertraulich|adressat|empfänger|confidentiel|destinataire|destinatari|confidencial|riservat|vertrouwelijk|geadresseerde|důvěrn|dôvern|конфіденц|конфиденц|bizalmas|luottamuksell|fortrolig|konfidentiell|gizli|confidențial|机密|機密/i;
const scanned = /virus[- ]?free|(?:checked|scanned) (?:for viruses|by)|auf viren (?:geprüft|überprüft)|virenfrei|(?:wolna|wolny) od wirusów|pod kątem wirusów|sans virus|exempt de virus|libre de virus|livre de vírus|privo di virus|virusvrij/i;
const trees = /(?:environment|środowisk|umwelt|environnement|medio ?ambiente|ambiente|milieu|prostředí)[^\n]{0,120}(?:print|druk|imprim|stamp|tisk)|(?:print|druk|imprim|stamp|tisk)[^\n]{0,120}(?:environment|środowisk|umwelt|environnement|ambiente|milieu|prostředí)/i;
const list = /mailing list|unsubscribe|subscribed to|wypisać się|abmelden|désabonner|desinscribir/i;

/**
 * The line between the end of a quote and `to` from which on nobody wrote; `to` when a person did. Only asked below a quote: above it a disclaimer
 * stands where its writer's own program put it, and stays.
 */
export function footerStart(lines: readonly BodyLine[], from: number, to: number): number {
  let start: number | undefined;
  for (let index = from; index < to; index += 1) {
    const line = lines[index];
    if (line === undefined || isBlank(line)) continue;
    if (line.depth > 0) return to;
    start ??= index;
    if (/^[_=-]{3,}$/.test(line.text)) continue;
    return isFooter(lines.slice(index, Math.min(index + 3, to)).map(({ text }) => text).join(' '), line.text) ? start : to;
  }
  return to;
}

function isFooter(paragraph: string, first: string): boolean {
  const text = paragraph.slice(0, 2_000);
  return (disclaimer.test(text) && (text.length >= 60 || first === first.toUpperCase())) || (text.length <= 300 && (scanned.test(text) || trees.test(text) || list.test(text)));
}
