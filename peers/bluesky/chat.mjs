// The chat service of the network, played: conversations in memory, every call proved by the service token that the PDS signs, every question
// and answer held against the network's own lexicons.
import http from 'node:http';
import { lexicons } from '@atproto/api';
import { Secp256k1Keypair } from '@atproto/crypto';
import * as plc from '@did-plc/lib';
import { IdResolver } from '@atproto/identity';
import { verifyJwt } from '@atproto/xrpc-server';
import { Conversations, Refusal } from './conversations.mjs';

export async function startChat({ plcUrl, appViewUrl }) {
  const resolver = new IdResolver({ plcUrl });
  let did = '';
  const orders = [];
  const server = http.createServer((request, response) => {
    answer(request).then(
      ({ status, body, headers = {} }) => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body)),
      (error) => response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ error: 'InternalServerError', message: String(error?.stack ?? error) })),
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://localhost:${server.address().port}`;
  did = await register(plcUrl, url);
  const conversations = new Conversations((member) => profileOf(appViewUrl, member));

  async function answer(request) {
    const { pathname, searchParams } = new URL(request.url, url);
    const raw = await bodyOf(request);
    // For tests: the next call of a method ends as told.
    if (pathname === '/orders') {
      orders.push(JSON.parse(raw));
      return { status: 200, body: {} };
    }
    const method = pathname.replace('/xrpc/', '');
    const order = orders.findIndex((one) => one.method === method);
    if (order >= 0) return orders.splice(order, 1)[0].answer;
    let me;
    try {
      const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
      ({ iss: me } = await verifyJwt(token, did, method, (iss, fresh) => resolver.did.resolveAtprotoKey(iss, fresh)));
    } catch (error) {
      return { status: 401, body: { error: error.customErrorName ?? 'InvalidToken', message: error.message } };
    }
    try {
      const params = paramsOf(method, searchParams);
      lexicons.assertValidXrpcParams(method, params);
      const input = raw === '' ? undefined : JSON.parse(raw);
      if (lexicons.getDef(method)?.type === 'procedure') lexicons.assertValidXrpcInput(method, input);
      const output = await conversations.call(method.replace('chat.bsky.convo.', ''), me, { ...params, ...input });
      lexicons.assertValidXrpcOutput(method, output);
      return { status: 200, body: output };
    } catch (error) {
      if (error instanceof Refusal) return { status: error.status, body: { error: error.code, message: error.message } };
      if (error?.constructor?.name === 'ValidationError') return { status: 400, body: { error: 'InvalidRequest', message: error.message } };
      throw error;
    }
  }

  return { url, did, close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }) };
}

/** A DID of its own, at which the PDS finds the service's address. */
async function register(plcUrl, url) {
  const key = await Secp256k1Keypair.create();
  const operation = await plc.addSignature({
    type: 'plc_operation', verificationMethods: { atproto: key.did() }, rotationKeys: [key.did()], alsoKnownAs: [],
    services: { bsky_chat: { type: 'BskyChatService', endpoint: url } }, prev: null,
  }, key);
  const did = await plc.didForCreateOp(operation);
  await new plc.Client(plcUrl).sendOperation(did, operation);
  return did;
}

async function profileOf(appViewUrl, did) {
  const response = await fetch(`${appViewUrl}/xrpc/app.bsky.actor.getProfile?actor=${encodeURIComponent(did)}`);
  if (!response.ok) throw new Refusal(400, 'RecipientNotFound', 'recipient not found');
  const { handle, displayName, avatar, associated } = await response.json();
  return { did, handle, ...(displayName ? { displayName } : {}), ...(avatar ? { avatar } : {}), ...(associated ? { associated } : {}) };
}

function paramsOf(method, searchParams) {
  const properties = lexicons.getDef(method)?.parameters?.properties ?? {};
  const params = {};
  for (const [name, value] of searchParams) {
    const { type } = properties[name] ?? {};
    if (type === 'array') (params[name] ??= []).push(value);
    else params[name] = type === 'integer' ? Number(value) : type === 'boolean' ? value === 'true' : value;
  }
  return params;
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
