/** The protocols that are spoken here, by their numbers. */
export const NS = {
  client: 'jabber:client',
  component: 'jabber:component:accept',
  stream: 'http://etherx.jabber.org/streams',
  streams: 'urn:ietf:params:xml:ns:xmpp-streams',
  stanzas: 'urn:ietf:params:xml:ns:xmpp-stanzas',
  tls: 'urn:ietf:params:xml:ns:xmpp-tls',
  sasl: 'urn:ietf:params:xml:ns:xmpp-sasl',
  bind: 'urn:ietf:params:xml:ns:xmpp-bind',
  session: 'urn:ietf:params:xml:ns:xmpp-session',
  ping: 'urn:xmpp:ping',
  version: 'jabber:iq:version',
  roster: 'jabber:iq:roster',
  /** XEP-0030 */
  discoInfo: 'http://jabber.org/protocol/disco#info',
  discoItems: 'http://jabber.org/protocol/disco#items',
  /** XEP-0203 */
  delay: 'urn:xmpp:delay',
  /** XEP-0297 */
  forward: 'urn:xmpp:forward:0',
  /** XEP-0280 */
  carbons: 'urn:xmpp:carbons:2',
  /** XEP-0313, with XEP-0059 and XEP-0004 */
  archive: 'urn:xmpp:mam:2',
  resultSet: 'http://jabber.org/protocol/rsm',
  form: 'jabber:x:data',
  /** XEP-0359 */
  ids: 'urn:xmpp:sid:0',
  /** XEP-0085 */
  chatStates: 'http://jabber.org/protocol/chatstates',
  /** XEP-0184 */
  receipts: 'urn:xmpp:receipts',
  /** XEP-0333 */
  markers: 'urn:xmpp:chat-markers:0',
  /** XEP-0308 */
  correct: 'urn:xmpp:message-correct:0',
  /** XEP-0424, and as it was before 2023 (with XEP-0422) */
  retract: 'urn:xmpp:message-retract:1',
  retractBefore: 'urn:xmpp:message-retract:0',
  fasten: 'urn:xmpp:fasten:0',
  /** XEP-0444 */
  reactions: 'urn:xmpp:reactions:0',
  /** XEP-0461, XEP-0428 */
  reply: 'urn:xmpp:reply:0',
  fallback: 'urn:xmpp:fallback:0',
  /** XEP-0066 */
  oob: 'jabber:x:oob',
  /** XEP-0447, XEP-0446, XEP-0103 */
  sharing: 'urn:xmpp:sfs:0',
  fileMetadata: 'urn:xmpp:file:metadata:0',
  urlData: 'http://jabber.org/protocol/url-data',
  /** XEP-0363 */
  upload: 'urn:xmpp:http:upload:0',
  /** XEP-0054 */
  vcard: 'vcard-temp',
  /** XEP-0172 */
  nick: 'http://jabber.org/protocol/nick',
  /** XEP-0045, XEP-0249 */
  rooms: 'http://jabber.org/protocol/muc#user',
  invite: 'jabber:x:conference',
  /** XEP-0353 */
  calls: 'urn:xmpp:jingle-message:0',
  /** XEP-0060 */
  pubsubEvent: 'http://jabber.org/protocol/pubsub#event',
} as const;

/** End-to-end encryption: XEP-0384 in both forms, XEP-0373, XEP-0027. */
export const encryptions: readonly string[] = ['eu.siacs.conversations.axolotl', 'urn:xmpp:omemo:1', 'urn:xmpp:omemo:2', 'urn:xmpp:openpgp:0', 'jabber:x:encrypted'];
