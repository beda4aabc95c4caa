import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { freePort, startGuarded } from '../guarded-process';
import { XmppPerson } from './xmpp-person';

export interface Account { address: string; password: string }

/** A real Prosody, private to the caller; see README.md. */
export interface Prosody {
  host: '127.0.0.1';
  clientPort: number;
  /** TLS from the start. */
  clientTlsPort: number;
  componentPort: number;
  /** The component's domain and secret. */
  component: { domain: string; secret: string };
  addUser(address: string, password?: string): Account;
  setPassword(address: string, password: string): void;
  /** Signs a customer in, by a client that is none of ours. */
  person(name: string): Promise<XmppPerson>;
  /** Settings of a channel for an account of this server. */
  channelSettings(account: Account, more?: Record<string, unknown>): Record<string, unknown>;
  /** Killed and started again, with all that it kept; whoever was signed in has to come anew. */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
  logs(): string;
  stop(): Promise<void>;
}

export const domains = { business: 'acme.test', customers: 'customer.test' } as const;

export async function startProsody(): Promise<Prosody> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kontuar-xmpp-'));
  const ports = { client: await freePort(), clientTls: await freePort(), component: await freePort(), http: await freePort() };
  const component = { domain: 'shop.acme.test', secret: `secret-${randomUUID()}` };
  const data = path.join(folder, 'data');
  fs.mkdirSync(data, { recursive: true });
  const certificate = makeCertificate(folder);
  const configFile = path.join(folder, 'prosody.cfg.lua');
  fs.writeFileSync(configFile, configuration({ folder, data, ports, component, certificate }));
  const cleaner = startGuarded({ remove: folder });
  const start = () => startGuarded({ command: 'prosody', args: ['-F', '--config', configFile] });
  let server = start();
  const logs = (): string => `${server.log().slice(-4000)}\n${fs.existsSync(path.join(folder, 'prosody.log')) ? fs.readFileSync(path.join(folder, 'prosody.log'), 'utf8').slice(-4000) : ''}`;
  const accounts = new Map<string, Account>();
  const people: XmppPerson[] = [];
  const write = (address: string, password: string): void => {
    const [user = '', domain = ''] = address.split('@');
    const place = path.join(data, encoded(domain), 'accounts');
    fs.mkdirSync(place, { recursive: true });
    fs.writeFileSync(path.join(place, `${encoded(user)}.dat`), `return { ["password"] = "${password}"; };\n`);
  };
  const stop = async (): Promise<void> => {
    await Promise.all(people.map((person) => person.leave()));
    await server.stop();
    await cleaner.stop();
  };
  const ready = async (): Promise<void> => { for (const port of Object.values(ports)) await waitForPort(port, logs); };
  try {
    await ready();
  } catch (error) {
    await stop();
    throw error;
  }

  const addUser = (address: string, password = `pw-${randomUUID()}`): Account => {
    write(address, password);
    accounts.set(address, { address, password });
    return { address, password };
  };
  return {
    host: '127.0.0.1', clientPort: ports.client, clientTlsPort: ports.clientTls, componentPort: ports.component, component, addUser,
    setPassword: (address, password) => write(address, password),
    async person(name) {
      const person = await XmppPerson.arrive(accounts.get(`${name}@${domains.customers}`) ?? addUser(`${name}@${domains.customers}`), ports.client);
      people.push(person);
      return person;
    },
    channelSettings: ({ address, password }, more = {}) => ({ connection: 'account', address, password, host: '127.0.0.1', port: ports.client, encryption: 'auto', verifyCertificates: false, ...more }),
    async restart(meanwhile) {
      process.kill(await server.pid, 'SIGKILL');
      await server.exited;
      await meanwhile?.();
      server = start();
      await ready();
    },
    logs,
    stop,
  };
}

/** As Prosody names its files: what is neither letter nor digit by its number. */
function encoded(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9]/g, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

interface Facts {
  folder: string;
  data: string;
  ports: { client: number; clientTls: number; component: number; http: number };
  component: { domain: string; secret: string };
  certificate: { cert: string; key: string };
}

/** Customers' own domain offers no TLS: their client checks certificates, and has no way to trust ours. */
function configuration({ folder, data, ports, component, certificate }: Facts): string {
  const upload = 'upload.acme.test';
  return `
run_as_root = true
daemonize = false
pidfile = "${folder}/prosody.pid"
data_path = "${data}"
log = { info = "${folder}/prosody.log" }
interfaces = { "127.0.0.1" }
c2s_ports = { ${ports.client} }
c2s_direct_tls_ports = { ${ports.clientTls} }
s2s_ports = {}
component_interfaces = { "127.0.0.1" }
component_ports = { ${ports.component} }
http_interfaces = { "127.0.0.1" }
http_ports = { ${ports.http} }
https_ports = {}
c2s_require_encryption = false
allow_unencrypted_plain_auth = false
authentication = "internal_plain"
storage = "internal"
archive_expires_after = "never"
default_archive_policy = true
certificates = "${folder}"
ssl = { certificate = "${certificate.cert}"; key = "${certificate.key}"; }
c2s_direct_tls_ssl = { certificate = "${certificate.cert}"; key = "${certificate.key}"; }
limits = {}
modules_enabled = { "roster"; "saslauth"; "tls"; "disco"; "ping"; "carbons"; "mam"; "offline"; "pep"; "vcard4"; "vcard_legacy"; "smacks"; "time"; "version"; }
modules_disabled = { "s2s"; }
VirtualHost "${domains.business}"
  disco_items = { { "${upload}", "files" } }
VirtualHost "${domains.customers}"
  modules_disabled = { "tls"; "s2s"; }
Component "${component.domain}"
  component_secret = "${component.secret}"
  modules_disabled = { "s2s"; }
Component "${upload}" "http_file_share"
  http_host = "127.0.0.1"
  http_external_url = "http://127.0.0.1:${ports.http}/"
  http_file_share_size_limit = 1024*1024
  http_file_share_access = { "${domains.business}", "${component.domain}", "${domains.customers}" }
`;
}

function makeCertificate(folder: string): { cert: string; key: string } {
  const [cert, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=acme.test', '-addext', 'subjectAltName=DNS:acme.test,DNS:shop.acme.test'], { stdio: 'ignore' });
  return { cert, key };
}

async function waitForPort(port: number, log: () => string): Promise<void> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); });
      socket.once('error', () => resolve(false));
    });
    if (open) return;
  }
  throw new Error(`Prosody did not open port ${port} (is the package prosody installed?):\n${log()}`);
}
